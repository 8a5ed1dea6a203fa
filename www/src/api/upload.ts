// Requests with a body whose upload is reported: `fetch` says nothing until all of it is sent.

/** Bytes of the body that were handed to the network so far, and all of them. */
export interface UploadProgress {
  readonly sent: number;
  readonly total: number;
}

/** Does what `fetch` does with the same arguments, and calls `report` while the body is sent. */
export function uploading(report: (progress: UploadProgress) => void): typeof fetch {
  return (address, { method = "GET", headers, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const abort = () => request.abort();
      const end = (act: () => void) => () => {
        signal?.removeEventListener("abort", abort);
        act();
      };
      request.open(method, String(address));
      request.responseType = "blob";
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener("progress", ({ loaded, total }) => report({ sent: loaded, total }));
      request.addEventListener(
        "load",
        end(() => {
          const type = request.getResponseHeader("Content-Type") ?? "";
          resolve(new Response(request.response, { status: request.status, headers: { "Content-Type": type } }));
        }),
      );
      request.addEventListener(
        "error",
        end(() => reject(new TypeError("the connection was lost"))),
      );
      request.addEventListener(
        "abort",
        end(() => reject(new DOMException("the upload was cancelled", "AbortError"))),
      );
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", abort);
      request.send(body as XMLHttpRequestBodyInit);
    });
}
