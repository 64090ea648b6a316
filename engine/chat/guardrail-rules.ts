/** What a question wants, as far as it matters before it is answered. */
export type QuestionKind = "normal" | "homework" | "harmful" | "distress";

/** As long as a question may be. */
const judgedCharsMax = 4_000;

const people = String.raw`(?:someone|somebody|a person|people|him|her|them|my (?:\w+ )?(?:teacher|classmate|friend|mother|father|mom|mum|dad|brother|sister|neighbou?r|boss|boyfriend|girlfriend|wife|husband)|an? (?:girl|boy|child|kid|student|man|woman))`;
const weapons = `(?:pipe |car |nail |dirty |home-?made )*(?:bombs?|explosives?|molotovs?|grenades?|nerve (?:gas|agents?)|sarin|ricin|napalm|ghost guns?|crystal meth|meth(?:amphetamine)?|fentanyl)`;

type Rules = Readonly<Record<Exclude<QuestionKind, "normal">, readonly RegExp[]>>;

/** By language; all are asked, since students mix languages. */
const rules: readonly Rules[] = [
  {
    distress: [
      /\bI(?:'m| am)?\s+(?:really |just |often )?(?:want|wanna|wish|going|gonna|plan(?:ning)?|need|thinking (?:of|about))\s*(?:to |of |about )?(?:die|dying|kill(?:ing)? myself|end(?:ing)? (?:my life|it all)|hurt(?:ing)? myself|cut(?:ting)? myself|be dead|disappear for ?ever)\b/iu,
      /\bI(?:'m| am) (?:feeling )?suicidal\b|\b(?:kill|hurt|harm|cut) myself\b/iu,
      /\bI (?:do not|don't) want to (?:live|be alive)\b/iu,
    ],
    harmful: [
      new RegExp(
        String.raw`\b(?:how (?:do|can|could|would|to)|tell|teach|show|help|give|explain|instructions?|recipe|steps)\b[^.?!]{0,60}\b(?:make|making|build|building|construct|cook|synthesi[sz]e|assemble|buy)\b[^.?!]{0,30}\b${weapons}\b`,
        "iu",
      ),
      new RegExp(
        String.raw`\b(?:how (?:do|can|could|would|to)|tell|teach|show|help|best way to|ways? to)\b[^.?!]{0,60}\b(?:kill|murder|poison|stab|shoot|strangle|kidnap|drug|rape|beat up|blackmail|stalk|bully)\b[^.?!]{0,20}\b${people}\b`,
        "iu",
      ),
      /\b(?:how (?:do|can|could|to)|help me|teach me to)\b[^.?!]{0,40}\b(?:hack|break) into\b[^.?!]{0,30}\b(?:account|phone|computer|school|email|e-mail|instagram|wifi|wi-fi|house|car)/iu,
      /\b(?:sexual|porn\w*|nude|naked|erotic)\b[^.?!]{0,40}\b(?:child(?:ren)?|minors?|kids?|under ?age|schoolgirls?|schoolboys?)\b/iu,
    ],
    homework: [
      /\b(?:do|solve|write|finish|complete|answer|fill in)\b[^.?!]{0,30}\b(?:my|our|the|this|these)\b[^.?!]{0,30}\b(?:homework|assignments?|worksheets?|coursework|lab report|book report|term paper|take-?home)\b/iu,
      /(?<!\bhow (?:(?:do|can|could|should|would) (?:I|we|you|one)|to) )\b(?:write|give|make)\b(?: me| us)? (?:an?|my|the) (?:[\w-]+ ){0,4}(?:essay|book report|lab report|term paper|composition)\b/iu,
      /\b(?:just|only|simply)\b[^.?!]{0,15}\b(?:tell|give|want|need|say)\b[^.?!]{0,15}\b(?:the )?(?:answers?|solutions?|results?)\b/iu,
      /\b(?:solve|do) (?:it|this|these|them|that) for (?:me|us)\b/iu,
      /\b(?:answers?|solutions?) (?:to|for|of) (?:my|our|the|this|these)\b[^.?!]{0,30}\b(?:homework|assignment|worksheet|quiz|exam|test|exercise)\b/iu,
    ],
  },
  {
    distress: [
      /(?:我|人家)[^。？！]{0,8}(?:不想活|想死|想自杀|要自杀|想结束(?:自己的)?生命|想伤害自己|想割腕)/u,
    ],
    harmful: [
      /(?:怎么|如何|怎样|教我|告诉我)[^。？！]{0,15}(?:制作|制造|做|造|合成)[^。？！]{0,8}(?:炸弹|炸药|燃烧弹|毒气|毒药|冰毒|枪支|手榴弹)/u,
      /(?:怎么|如何|怎样|教我|帮我)[^。？！]{0,12}(?:杀死|杀掉|毒死|绑架|强奸|殴打|勒索|霸凌)[^。？！]{0,10}(?:人|他|她|老师|同学|妈|爸|朋友)/u,
      /(?:怎么|如何|教我|帮我)[^。？！]{0,12}(?:黑进|入侵|盗取|盗)[^。？！]{0,10}(?:账号|帐号|手机|电脑|系统|密码)/u,
    ],
    homework: [
      /(?:帮|替|给|代)我?[^。？！]{0,8}(?:做|写|完成|答|解)[^。？！]{0,15}(?:作业|作文|论文|试卷|卷子|习题|练习册|读后感|实验报告)/u,
      /(?:直接|只要|只)[^。？！]{0,6}(?:告诉|给|说)?[^。？！]{0,4}答案/u,
    ],
  },
  {
    distress: [
      /\bich (?:will|möchte|wollte|werde) (?:nicht mehr leben|sterben|mich umbringen|mir das leben nehmen|mich verletzen|mich ritzen)\b/iu,
      /\b(?:quiero|voy a|me quiero) (?:morir(?:me)?|matarme|suicidarme|quitarme la vida|hacerme daño|cortarme)\b|\bno quiero (?:vivir|seguir viviendo)\b/iu,
      /\bje (?:veux|vais|voudrais) (?:mourir|me tuer|me suicider|me faire du mal|me couper)\b|\bje ne veux plus vivre\b/iu,
      /死にたい|自殺したい|消えてしまいたい|生きていたくない/u,
    ],
    harmful: [
      /\bwie\b[^.?!]{0,40}\b(?:baue?|mache?|bastel\w*|stelle?)\b[^.?!]{0,40}\b(?:bombe|sprengstoff|molotow\w*|granate|giftgas|crystal)\b/iu,
      /\b(?:cómo|como)\b[^.?!¿]{0,40}\b(?:hacer|hago|fabricar|construir|preparar)\b[^.?!]{0,30}\b(?:bombas?|explosivos?|molotov|granadas?|veneno|metanfetamina)\b/iu,
      /\bcomment\b[^.?!]{0,40}\b(?:faire|fabriquer|construire|préparer)\b[^.?!]{0,30}\b(?:bombes?|explosifs?|molotov|grenades?|poison|méthamphétamine)\b/iu,
      /(?:爆弾|爆薬|火炎瓶|毒ガス|覚醒剤)[^。？！]{0,8}(?:作り方|作る方法|の作製)/u,
      /\b(?:wie|cómo|como|comment)\b[^.?!]{0,30}\b(?:jemanden|meinen? \w+|alguien|a mi \w+|quelqu['’]un|mon \w+|ma \w+)\b[^.?!]{0,20}\b(?:töte\w*|umbringe\w*|vergifte\w*|matar|envenenar|tuer|empoisonner)\b/iu,
      /\b(?:cómo|como|comment)\b[^.?!]{0,20}\b(?:matar|envenenar|tuer|empoisonner)\b[^.?!]{0,15}\b(?:alguien|a mi \w+|quelqu['’]un|mon \w+|ma \w+)/iu,
    ],
    homework: [
      /\b(?:mach|löse?|schreib|erledige?|beantworte?)\b[^.?!]{0,30}\b(?:meine?n?|die|diese|den|einen?)\b[^.?!]{0,20}\b(?:hausaufgaben?|aufsatz|aufsätze|arbeitsblatt|referat|erörterung)\b/iu,
      /\b(?:haz|hazme|resuelve|escribe|escríbeme|termina|contesta)\b[^.?!]{0,30}\b(?:mi|mis|la|los|las|el|un|una)\b[^.?!]{0,15}\b(?:deberes|tareas?|ensayo|redacción|trabajo de)\b/iu,
      /\b(?:fais|résous|écris|termine|rédige)\b[^.?!]{0,30}\b(?:mon|mes|ma|les|la|le|une?)\b[^.?!]{0,15}\b(?:devoirs?|rédaction|dissertation|exposé)\b/iu,
      /宿題を?[^。？！]{0,6}(?:やって|解いて|して|書いて)|(?:作文|感想文|レポート)を?[^。？！]{0,4}書いて|答えだけ/u,
      /\b(?:nur|bloß) die (?:lösung|antwort)\b|\bsolo (?:la|las) (?:respuestas?|solución)\b|\b(?:juste|seulement) (?:la|les) (?:réponses?|solution)\b/iu,
    ],
  },
];

/** Judges a question by its words; the gravest kind that fits. */
export function judgeByRules(question: string): QuestionKind {
  const text = question
    .slice(0, judgedCharsMax)
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[’‘]/gu, "'");
  const has = (kind: Exclude<QuestionKind, "normal">) =>
    rules.some((language) => language[kind].some((rule) => rule.test(text)));
  return (["distress", "harmful", "homework"] as const).find(has) ?? "normal";
}
