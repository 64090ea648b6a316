import { type Browser, chromium } from "playwright-core";

const programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser that the tests drive: CHROME_PATH, else the system's. */
export function findChromium(): string | undefined {
  return (
    process.env.CHROME_PATH ||
    programs.map((name) => Bun.which(name)).find((path) => path !== null) ||
    undefined
  );
}

/** A real Chromium that speaks to this machine only. `more`: further command-line switches. */
export async function openChromium(...more: string[]): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("there is no Chromium: install it or set CHROME_PATH");
  return await launchChromium(executablePath, [
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
    ...more,
  ]);
}

/** A Chromium that does nothing by itself. `executablePath` may be a script that starts it elsewhere. */
export async function launchChromium(executablePath: string, switches: readonly string[]): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-sync",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
      "--autoplay-policy=user-gesture-required",
      ...switches,
    ],
  });
}
