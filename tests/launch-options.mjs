// How puppeteer starts the installed browsers. CHROME and FIREFOX name other executables.

export const CHROMIUM = {
  browser: /** @type {const} */ ("chrome"),
  executablePath: process.env.CHROME || "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    // Of the headless shell: as Chromium itself draws texts.
    "--font-render-hinting=slight",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export const FIREFOX = {
  browser: /** @type {const} */ ("firefox"),
  executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
};
