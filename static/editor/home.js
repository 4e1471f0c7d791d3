// Where the text of a page comes from, and where it goes.
//
// `annals serve` gives pages a token, with which the file on the disk is read and written. Everywhere else there is the
// text that was published, and what one can do with it by oneself.
const token = document.querySelector("meta[name=annals-save]")?.content;
const address = `/_annals/text?page=${encodeURIComponent(location.pathname)}`;

// The text of an answer as its bytes have it, with a byte order mark, under the name of its version.
const take = async (answer) => ({
  text: new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(await answer.arrayBuffer()),
  version: answer.headers.get("ETag"),
});

// The text of the page, and whether it can be saved; `published` is where the site has it.
export const load = async (published) => {
  if (token) {
    const answer = await fetch(address, { headers: { "Annals-Token": token }, cache: "no-store" });
    if (answer.ok) return { ...await take(answer), canSave: true };
  }
  const answer = await fetch(published, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`the text cannot be had: ${answer.status}`);
  return { ...await take(answer), canSave: false };
};

// Writes the file, if it is still the `version` that was opened; gives its new version, or what the file says instead.
export const save = async (text, version) => {
  const headers = { "Annals-Token": token, "If-Match": version, "Content-Type": "text/markdown; charset=utf-8" };
  const answer = await fetch(address, { method: "PUT", headers, body: new Blob([text]) });
  if (answer.status === 409) return { theirs: await take(answer) };
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return { version: answer.headers.get("ETag") };
};

// Hands out `text` as a file.
export const download = (name, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/x-patch" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
