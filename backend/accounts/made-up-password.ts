/** 32 letters and digits that are hard to mistake for each other: 5 bits each. */
const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
const lengthMax = 20;

/** A password of 100 bits in groups of five letters, to be told to somebody once. */
export function makePassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(lengthMax));
  const letters = Array.from(bytes, (byte) => alphabet[byte % alphabet.length]);
  return letters.join("").replace(/.{5}(?=.)/g, "$&-");
}
