// The engine of this site: renders the page of a text as the program does, byte for byte.
// The other side of its calls is described in `src/web/mod.rs`. What runs plugins is a module of its own, loaded with the
// first page that asks one, and what marks code is another, loaded with the first page that has some.
const encoder = new TextEncoder();
const decoder = new TextDecoder();

// Opens the engine of the site whose top is at `base`, an absolute URL with a final slash. `load` gives a file of the
// site by its name, as a Response; without it, files are fetched.
export async function open(base, load = (name) => fetched(new URL(name, base))) {
  const [module, record] = await Promise.all([compiled(load("engine.wasm")), bytes(load("engine-record.bin"))]);
  return new Engine(module, record, load);
}

class Engine {
  #engine;
  #plugins;
  #languages;
  #load;

  constructor(module, record, load) {
    this.#load = load;
    this.#engine = new Module(module, (engine) => engine.call("open", record));
  }

  // The page that shows the file at `path` of `source`, were its text `text`. Where a file is several pages, `url` is
  // the address of the one that is meant, counted from the top of the site.
  async render({ source, path, text, url }) {
    const place = url === undefined ? "" : "/" + url;
    const input = packed([source, path, place, text]);
    for (;;) {
      const [page, diagnostics, wants] = texts(this.#engine.call("render", input));
      // What is there is asked at once, before anybody else renders: the questions are those of this text. Each answer is
      // remembered, so this has an end.
      if (wants === "answers" && this.#plugins) {
        this.#answer();
      } else if (wants === "answers") {
        this.#plugins = new Module(await compiled(this.#load("plugins.wasm")));
      } else if (wants === "marks" && this.#languages !== undefined) {
        this.#mark();
      } else if (wants === "marks") {
        this.#languages = await languages(this.#load).catch(() => null);
      } else {
        return { page, diagnostics: JSON.parse(diagnostics) };
      }
    }
  }

  // Has the plugins answer what the last rendering asked.
  #answer() {
    for (;;) {
      const [errand] = this.#engine.call("errand");
      if (!errand) return;
      const [outcome] = this.#plugins.call("run", errand);
      this.#engine.call("answer", outcome);
    }
  }

  // Has the code of what was rendered last marked, or left plain where the languages cannot be had.
  #mark() {
    if (!this.#languages) return this.#engine.call("plain");
    const [code] = this.#engine.call("code");
    const [marks] = this.#languages.call("mark", code);
    this.#engine.call("marks", marks);
  }

  // All pages that show a text: `{ source, path, url }` of each.
  documents() {
    return JSON.parse(texts(this.#engine.call("documents"))[0]);
  }

  // The text as HTML, with its Markdown marked by the classes of highlighted code.
  highlight(text) {
    return texts(this.#engine.call("highlight", encoder.encode(text)))[0];
  }
}

// A module of ours. One that stopped is begun anew with the next call: with what was loaded, without what it knew.
class Module {
  #module;
  #begin;
  #exports;

  constructor(module, begin = () => {}) {
    this.#module = module;
    this.#begin = begin;
    this.#start();
  }

  #start() {
    this.#exports = new WebAssembly.Instance(this.#module).exports;
    this.#begin(this);
  }

  // Calls `name` with the bytes `input`; what it gives, each as bytes.
  call(name, input = new Uint8Array()) {
    if (!this.#exports) this.#start();
    const exports = this.#exports;
    let done;
    try {
      const place = exports.input(input.length) >>> 0;
      new Uint8Array(exports.memory.buffer, place, input.length).set(input);
      done = exports[name]();
    } catch (error) {
      this.#exports = undefined;
      throw new Error(texts(unpacked(exports))[0] || String(error), { cause: error });
    }
    const output = unpacked(exports);
    if (!done) throw new Error(texts(output)[0]);
    return output;
  }
}

// What marks code, with its languages.
async function languages(load) {
  const [module, syntaxes] = await Promise.all([compiled(load("languages.wasm")), bytes(load("engine-syntaxes.bin"))]);
  return new Module(module, (languages) => languages.call("load", syntaxes));
}

// The texts of `list`, each behind its length.
function packed(list) {
  const encoded = list.map((text) => encoder.encode(text));
  const input = new Uint8Array(encoded.reduce((length, text) => length + 4 + text.length, 0));
  const view = new DataView(input.buffer);
  let at = 0;
  for (const text of encoded) {
    view.setUint32(at, text.length, true);
    input.set(text, at + 4);
    at += 4 + text.length;
  }
  return input;
}

// What a module gives, each as bytes of their own.
function unpacked(exports) {
  const start = exports.output() >>> 0;
  const end = start + (exports.output_length() >>> 0);
  const view = new DataView(exports.memory.buffer);
  const output = [];
  for (let at = start; at < end; ) {
    const length = view.getUint32(at, true);
    output.push(new Uint8Array(exports.memory.buffer, at + 4, length).slice());
    at += 4 + length;
  }
  return output;
}

function texts(output) {
  return output.map((bytes) => decoder.decode(bytes));
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
