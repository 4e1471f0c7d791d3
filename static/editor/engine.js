// The engine, as the page sees it: one question at a time, and an answer to each.

// Starts it; `ready` is kept or broken with its start, and `ask` with its answers.
export const start = () => {
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  let waiting = null;
  const answer = () => new Promise((resolve, reject) => { waiting = { resolve, reject }; });
  worker.addEventListener("message", ({ data }) => {
    if (data.failed) waiting.reject(new Error(data.failed));
    else waiting.resolve(data);
  });
  // Such as where a policy of the site forbids the script.
  worker.addEventListener("error", (event) => waiting.reject(new Error(event.message || "the engine cannot be started")));
  return {
    ready: answer(),
    ask(question) {
      worker.postMessage(question);
      return answer();
    },
  };
};
