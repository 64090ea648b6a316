const smallWords = new Set(
  "a an and are as at be by can could did do does explain for from give have how i in is it its me mean my of on or our please show should so tell than that the their them then there these they this to us was we were what when where which while who why will with would you your about".split(
    " ",
  ),
);

/** What a small model might say: short sentences about the question's own words, in its language. */
export function lessonAnswer(question: string): string {
  const last =
    question
      .trim()
      .split(/\n{2,}/u)
      .at(-1) ?? "";
  const chinese = last.match(/[\p{Script=Han}]+/gu)?.join("") ?? "";
  if (chinese) {
    const topic = chinese.replace(/请问|什么是|是什么|为什么|怎么样|怎么|如何|吗|呢|的/gu, "").slice(0, 8);
    return `好问题。我们来看看${topic || "这个问题"}。先说它是什么，再看一个例子。最后请你自己试一试。`;
  }
  const words = (last.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? []).filter(
    (word) => !smallWords.has(word),
  );
  const topic = words.slice(0, 4).join(" ") || "that";
  return `Good question. Let us look at ${topic} together. First we say what ${topic} means, and then we take one small example. After that you try one yourself, and I check it.`;
}

/** Pieces as a model's tokens come: words with the space before them, single characters in Chinese. */
export function toTokens(text: string): string[] {
  return text.match(/\p{Script=Han}|\s*[\p{L}\p{N}'’]+|\s*[^\p{L}\p{N}\s]|\s+/gu) ?? [];
}
