// Times of alternatives, measured in turns, so that whatever else the machine does hits all of them alike.

/** Time for which an alternative is called before it is measured, in milliseconds. */
const WARM_UP = 400;

/**
 * @typedef {object} Figures
 * @property {number} median Microseconds of a call.
 * @property {number} low Lower quartile.
 * @property {number} high Upper quartile.
 */

/**
 * Measures each alternative in `rounds` rounds. Each round measures all of them, and begins with another one.
 *
 * @template Call
 * @param {Record<string, Call>} alternatives By name.
 * @param {object} options
 * @param {number} options.rounds
 * @param {(call: Call, calls: number) => Promise<number>} [options.timeOf] Returns the milliseconds of `calls` calls.
 *   Default: calls the alternative; a promise is awaited.
 * @param {number} [options.sample] Milliseconds that a sample takes at least: short calls are repeated. Default: 4.
 * @returns {Promise<Record<string, Figures>>}
 */
export async function measure(alternatives, { rounds, timeOf = timeOfCalls, sample = 4 }) {
  const entries = [];
  for (const [name, call] of Object.entries(alternatives))
    entries.push({ name, call, calls: await callsOf((calls) => timeOf(call, calls), sample), samples: [] });
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < entries.length; turn += 1) {
      const { call, calls, samples } = entries[(turn + round) % entries.length];
      samples.push((await timeOf(call, calls)) / calls);
    }
  }
  return Object.fromEntries(entries.map(({ name, samples }) => [name, figures(samples)]));
}

/**
 * Number of calls in a sample. Finding it warms the alternative up: engines compile in steps, WebAssembly in the background.
 */
async function callsOf(timeOf, sample) {
  const end = performance.now() + WARM_UP;
  let calls = 1;
  for (;;) {
    const time = await timeOf(calls);
    if (time < sample) calls *= 2;
    if (performance.now() > end) return time < sample ? calls : Math.max(1, Math.round((calls * sample) / time));
  }
}

async function timeOfCalls(call, calls) {
  const begun = performance.now();
  for (let done = 0; done < calls; done += 1) {
    const result = call();
    if (result instanceof Promise) await result;
  }
  return performance.now() - begun;
}

function figures(samples) {
  const sorted = samples.toSorted((one, other) => one - other);
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)] * 1000;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}
