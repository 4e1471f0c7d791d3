// What somebody wrote and did not hand in: kept in this browser, one draft for each page, with the text that it was
// begun from.

// `annals.js` looks for it too.
const PREFIX = "annals-draft:";
const name = (page) => PREFIX + page;

// The draft of the page at this address: `{ base, text, at }`, or nothing.
export const find = (page) => {
  try {
    const draft = JSON.parse(localStorage.getItem(name(page)));
    return typeof draft?.base === "string" && typeof draft.text === "string" ? draft : null;
  } catch {
    return null;
  }
};

// Keeps a draft, or forgets it where it says what its base says; whether that could be done.
export const keep = (page, base, text) => {
  try {
    if (base === text) localStorage.removeItem(name(page));
    else localStorage.setItem(name(page), JSON.stringify({ base, text, at: Date.now() }));
    return true;
  } catch {
    // Storage may be full, or forbidden.
    return false;
  }
};
