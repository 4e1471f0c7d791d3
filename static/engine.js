// The engine of this site: renders the page of a text as the program does, byte for byte.
// The other side of its calls is described in `src/web/mod.rs`.
const encoder = new TextEncoder();
const decoder = new TextDecoder();

// Opens the engine of the site whose top is at `base`, an absolute URL with a final slash. `load` gives a file of the
// site by its name, as a Response; without it, files are fetched.
export async function open(base, load = (name) => fetched(new URL(name, base))) {
  const [module, record] = await Promise.all([compiled(load("engine.wasm")), bytes(load("engine-record.bin"))]);
  const engine = new Engine(module, record, load);
  engine.start();
  return engine;
}

class Engine {
  #module;
  #record;
  #load;
  #syntaxes;
  #exports;

  constructor(module, record, load) {
    this.#module = module;
    this.#record = record;
    this.#load = load;
  }

  // Begins anew: with what was loaded, and without what was rendered.
  start() {
    this.#exports = new WebAssembly.Instance(this.#module).exports;
    this.#call("open", this.#record);
    if (this.#syntaxes) this.#call("syntaxes", this.#syntaxes);
  }

  // The page that shows the file at `path` of `source`, were its text `text`. Where a file is several pages, `url` is
  // the address of the one that is meant, counted from the top of the site.
  async render({ source, path, text, url }) {
    const place = url === undefined ? "" : "/" + url;
    const input = packed([source, path, place, text]);
    let [page, diagnostics, wants] = this.#call("render", input);
    if (wants === "syntaxes" && this.#syntaxes === undefined) {
      this.#syntaxes = await bytes(this.#load("engine-syntaxes.bin")).catch(() => null);
      if (this.#syntaxes) {
        this.#call("syntaxes", this.#syntaxes);
        [page, diagnostics] = this.#call("render", input);
      }
    }
    return { page, diagnostics: JSON.parse(diagnostics) };
  }

  // All pages that show a text: `{ source, path, url }` of each.
  documents() {
    return JSON.parse(this.#call("documents", new Uint8Array())[0]);
  }

  // The text as HTML, with its Markdown marked by the classes of highlighted code.
  highlight(text) {
    return this.#call("highlight", encoder.encode(text))[0];
  }

  // Calls `name` with `input`; what it gives, as texts. An engine that stopped is begun anew with the next call.
  #call(name, input) {
    if (!this.#exports) this.start();
    const engine = this.#exports;
    let done;
    try {
      const place = engine.input(input.length) >>> 0;
      new Uint8Array(engine.memory.buffer, place, input.length).set(input);
      done = engine[name]();
    } catch (error) {
      this.#exports = undefined;
      throw new Error(unpacked(engine)[0] || String(error), { cause: error });
    }
    const output = unpacked(engine);
    if (!done) throw new Error(output[0]);
    return output;
  }
}

// The texts of `list`, each behind its length.
function packed(list) {
  const texts = list.map((text) => encoder.encode(text));
  const input = new Uint8Array(texts.reduce((length, text) => length + 4 + text.length, 0));
  const view = new DataView(input.buffer);
  let at = 0;
  for (const text of texts) {
    view.setUint32(at, text.length, true);
    input.set(text, at + 4);
    at += 4 + text.length;
  }
  return input;
}

// The texts that `engine` gives.
function unpacked(engine) {
  const start = engine.output() >>> 0;
  const end = start + (engine.output_length() >>> 0);
  const view = new DataView(engine.memory.buffer);
  const texts = [];
  for (let at = start; at < end; ) {
    const length = view.getUint32(at, true);
    texts.push(decoder.decode(new Uint8Array(engine.memory.buffer, at + 4, length)));
    at += 4 + length;
  }
  return texts;
}

// What is at `url` now: engine and record have to be of the same build.
async function fetched(url) {
  const response = await fetch(url, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return response;
}

async function bytes(response) {
  return new Uint8Array(await (await response).arrayBuffer());
}

async function compiled(response) {
  const answer = await response;
  if (answer.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}
