/** What the voice says of the parts of an answer that are to be seen, not heard. */
export interface OnScreenWords {
  readonly fence: string;
  readonly table: string;
  readonly math: string;
  readonly code: string;
}

const english: OnScreenWords = {
  fence: "I've put the code on the screen.",
  table: "I've put the table on the screen.",
  math: "the formula on the screen",
  code: "the code on the screen",
};

const words: Record<string, OnScreenWords> = {
  en: english,
  zh: {
    fence: "代码在屏幕上。",
    table: "表格在屏幕上。",
    math: "屏幕上的公式",
    code: "屏幕上的代码",
  },
  ja: {
    fence: "コードは画面にあります。",
    table: "表は画面にあります。",
    math: "画面の数式",
    code: "画面のコード",
  },
  de: {
    fence: "Der Code steht auf dem Bildschirm.",
    table: "Die Tabelle steht auf dem Bildschirm.",
    math: "die Formel auf dem Bildschirm",
    code: "der Code auf dem Bildschirm",
  },
  es: {
    fence: "El código está en la pantalla.",
    table: "La tabla está en la pantalla.",
    math: "la fórmula en la pantalla",
    code: "el código en la pantalla",
  },
  fr: {
    fence: "Le code est à l'écran.",
    table: "Le tableau est à l'écran.",
    math: "la formule à l'écran",
    code: "le code à l'écran",
  },
};

/** The words for a BCP 47 tag; English where there are none. */
export function onScreenWords(language: string): OnScreenWords {
  return words[language.toLowerCase().split("-")[0] ?? "en"] ?? english;
}
