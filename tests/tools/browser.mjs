// What the tests in a real browser share: a folder for a site, the site as it is served, the browser, and the count.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const { chromium } = createRequire(join(process.cwd(), "target/tools/package.json"))("playwright-core");

// A folder of its own, and how files are put into it.
export const scratch = async (name) => {
  const folder = await mkdtemp(join(tmpdir(), `annals-${name}-`));
  const write = async (path, text) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  return { folder, write };
};

// The site in the folder `root` as `annals serve` shows it: its address, what the program says, and ways to end it.
export const serve = async (annals, root, editor) => {
  const server = spawn(annals, ["serve", "--root", root, "--port", "0", "--editor", editor], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    server.stderr.on("data", (data) => {
      said += data;
      const found = said.match(/the site is at (\S+)/);
      if (found) resolve(found[1]);
    });
    server.on("exit", () => reject(new Error(`the server ended: ${said}`)));
  });
  const ended = new Promise((resolve) => server.on("exit", resolve));
  return { address, said: () => said, stop: () => { server.kill("SIGINT"); return ended; }, end: () => server.kill("SIGKILL") };
};

// A headless browser.
export const launch = (executablePath) => {
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: ["--disable-gpu", "--disable-quic", ...sandbox] });
};

// Notes in `complaints` what goes wrong in `tab`.
export const listen = (tab, complaints) => {
  tab.on("pageerror", (error) => complaints.push(String(error)));
  tab.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
};

// Runs and counts checks; `told` gives what helps with one that failed.
export const checks = (told) => {
  let passed = 0, failed = 0;
  const check = async (name, test) => {
    try {
      await test();
      passed += 1;
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED: ${name}: ${error.message}\n${told()}`);
    }
  };
  // Removes `folder`, and ends with the count.
  const end = async (folder) => {
    await rm(folder, { recursive: true });
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed ? 1 : 0);
  };
  return { check, end };
};

export const same = (actual, expected, what) => {
  if (actual !== expected) throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
};
