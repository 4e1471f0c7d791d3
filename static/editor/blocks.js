// A text in pieces whose colours do not depend on each other, nearly always: what stands between blank lines. Fenced
// code and front matter stay whole.
export const blocks = (text) => {
  const found = [];
  let block = [], fence = "", isFront = false;
  const end = () => { if (block.length) found.push(block.join("\n")); block = []; };
  text.split("\n").forEach((line, at) => {
    block.push(line);
    const mark = line.match(/^ {0,3}(`{3,}|~{3,})/)?.[1];
    if (at === 0 && /^(---|\+\+\+)\s*$/.test(line)) isFront = true;
    else if (isFront) isFront = !/^(---|\+\+\+|\.\.\.)\s*$/.test(line);
    else if (fence) { if (mark?.startsWith(fence) && line.trim() === mark) fence = ""; }
    else if (mark) fence = mark;
    if (!line.trim() && !fence && !isFront) end();
  });
  end();
  return found;
};
