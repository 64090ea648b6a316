import type { QuestionKind } from "./guardrail-rules.ts";

/** What a tutor says instead of an answer. */
type Declined = Exclude<QuestionKind, "normal"> | "unchecked";
type Wording = Readonly<Record<Declined, string>>;

const english: Wording = {
  homework:
    "I will not do this work for you, because then you would learn nothing from it. Tell me which part is hard, and we will look at it together.",
  harmful:
    "I cannot help with that, because somebody could get hurt. Let us talk about what you would like to learn.",
  distress:
    "I am glad that you told me. I am only a program, and you deserve a person who listens. Please talk to somebody you trust right now, or call the emergency number or a crisis line where you live.",
  unchecked: "I cannot answer that right now. Please ask me again in a moment, in other words.",
};

const wordings: Readonly<Record<string, Wording>> = {
  en: english,
  zh: {
    homework: "这份作业我不能替你做，不然你就学不到东西了。告诉我哪一步难，我们一起来看。",
    harmful: "这件事我不能帮忙，因为可能会有人受伤。我们来聊聊你想学的内容吧。",
    distress:
      "谢谢你愿意告诉我。我只是一个程序，你值得有一个真正的人来倾听。请现在就找你信任的人谈谈，或者拨打当地的急救电话或心理援助热线。",
    unchecked: "这个问题我现在不能回答。请过一会儿换个说法再问我。",
  },
  de: {
    homework:
      "Diese Arbeit mache ich nicht für dich, denn dann lernst du nichts dabei. Sag mir, welcher Teil schwer ist, und wir sehen ihn uns gemeinsam an.",
    harmful:
      "Dabei kann ich nicht helfen, weil jemand verletzt werden könnte. Lass uns über das reden, was du lernen möchtest.",
    distress:
      "Gut, dass du es mir gesagt hast. Ich bin nur ein Programm, und du verdienst einen Menschen, der zuhört. Bitte sprich jetzt mit jemandem, dem du vertraust, oder ruf den Notruf oder ein Krisentelefon an.",
    unchecked:
      "Das kann ich gerade nicht beantworten. Frag mich bitte gleich noch einmal, mit anderen Worten.",
  },
  es: {
    homework:
      "No voy a hacer este trabajo por ti, porque así no aprenderías nada. Dime qué parte te cuesta y la vemos juntos.",
    harmful:
      "No puedo ayudarte con eso, porque alguien podría salir herido. Hablemos de lo que te gustaría aprender.",
    distress:
      "Me alegra que me lo hayas contado. Solo soy un programa, y mereces una persona que te escuche. Por favor, habla ahora con alguien de confianza, o llama al número de emergencias o a una línea de ayuda de tu país.",
    unchecked: "Ahora no puedo responder a eso. Pregúntame de nuevo en un momento, con otras palabras.",
  },
  fr: {
    homework:
      "Je ne ferai pas ce travail à ta place, car tu n'apprendrais rien. Dis-moi quelle partie est difficile, et nous la regarderons ensemble.",
    harmful:
      "Je ne peux pas t'aider pour cela, car quelqu'un pourrait être blessé. Parlons de ce que tu aimerais apprendre.",
    distress:
      "Tu as bien fait de me le dire. Je ne suis qu'un programme, et tu mérites une personne qui t'écoute. Parle tout de suite à quelqu'un en qui tu as confiance, ou appelle le numéro d'urgence ou une ligne d'écoute de ton pays.",
    unchecked:
      "Je ne peux pas répondre à cela maintenant. Repose-moi la question dans un instant, autrement.",
  },
  ja: {
    homework:
      "宿題を代わりにすることはできません。それでは身につきませんから。難しいところを教えてください。一緒に考えましょう。",
    harmful: "それはお手伝いできません。誰かが傷つくかもしれないからです。学びたいことについて話しましょう。",
    distress:
      "話してくれてありがとう。私はただのプログラムです。あなたの話を聞いてくれる人が必要です。今すぐ信頼できる人に話すか、地域の緊急電話や相談窓口に連絡してください。",
    unchecked: "今はその質問に答えられません。少ししてから、別の言い方で聞いてください。",
  },
};

/** The words for a BCP 47 tag; English where there are none. */
export function declineWords(kind: Declined, language: string): string {
  return (wordings[language.toLowerCase().split("-")[0] ?? "en"] ?? english)[kind];
}

/** Goes to the model before the question, when the tutor is to guide instead of solve. */
export const guideNote =
  "(Note of the school, not of the student: the student asks to have work done. Do not hand over finished work or the final result. Name the first step, explain it briefly, and ask the student to try it.)\n\n";
