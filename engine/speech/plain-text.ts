const emoji =
  /(?:(?![©®™#*\d])\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\uFE0E|\uFE0F|\u200D|\u20E3)+/gu;

/** The words of a piece of Markdown: marks, tags and addresses of links are dropped, line ends stay. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^[^\S\n]*(?:```|~~~).*$/gmu, "")
    .replace(/^[^\S\n]*(?:[-*_][^\S\n]*){3,}$/gmu, "")
    .replace(/^[^\S\n]*(?:\|[^\S\n]*)?(?::?-+:?[^\S\n]*\|[^\S\n]*)+(?::?-+:?[^\S\n]*)?$/gmu, "")
    .replace(/^[^\S\n]*(?:>[^\S\n]?)*[^\S\n]*(?:#{1,6}(?=\s|$)|[-*+•](?=\s))?[^\S\n]*/gmu, "")
    .replace(/(?<=\S)[^\S\n]+#+[^\S\n]*$/gmu, "")
    .replace(/!?\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)/gu, "$1")
    .replace(/!?\[([^\]\n]{1,300})\]\[[^\]\n]{0,100}\]/gu, "$1")
    .replace(/<\/?[a-z][^<>\n]{0,300}>/giu, " ")
    .replace(/(?<!\\)(?:\*{1,3}|~~|`+)/gu, "")
    .replace(/(?<![\p{L}\p{N}\\])_{1,3}(?=\S)|(?<=\S)(?<!\\)_{1,3}(?![\p{L}\p{N}])/gu, "")
    .replace(/\\([\\`*_{}[\]()#+\-.!|~>$])/gu, "$1")
    .replace(emoji, " ");
}
