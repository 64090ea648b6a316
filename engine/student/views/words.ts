import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Strings } from "../strings.ts";
import { english } from "../strings-english.ts";

/** The page's language. */
export const Words = createContext<Strings>(english);

export const useWords = (): Strings => useContext(Words);
