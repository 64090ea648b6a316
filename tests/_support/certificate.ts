import { join } from "node:path";

/** Writes `privkey.pem` and `fullchain.pem` into the folder: a certificate of 127.0.0.1 that only itself vouches for. */
export function makeCertificate(folder: string): { certificate: string; key: string } {
  const certificate = join(folder, "fullchain.pem");
  const key = join(folder, "privkey.pem");
  const run = Bun.spawnSync(
    [
      ..."openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split(" "),
      ..."-subj /CN=tests -addext subjectAltName=IP:127.0.0.1".split(" "),
      ...["-keyout", key, "-out", certificate],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  if (run.exitCode !== 0) throw new Error(`no certificate: ${run.stderr}`);
  return { certificate, key };
}
