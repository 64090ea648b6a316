import { openEspeak } from "../../engine/providers/espeak/espeak.ts";
import { openFlite } from "../../engine/providers/flite/flite.ts";
import { synthesizerSuite } from "./synthesizer-suite.ts";

const english = "Today Bob and Pam step by step compare maps, and the moon moves.";

synthesizerSuite("Flite", async () => ({
  synthesizer: await openFlite(),
  sentences: ["rms", "slt"].map((voice) => ({ text: english, language: "en", voice })),
  foreign: "fr",
  async [Symbol.asyncDispose]() {},
}));

synthesizerSuite("eSpeak NG", async () => {
  const synthesizer = openEspeak();
  return {
    synthesizer,
    sentences: [
      { text: english, language: "en-US" },
      { text: "妈妈不怕猫，爸爸每天跑步，苹果很便宜。", language: "zh" },
      { text: "妈妈不怕猫，爸爸每天跑步，苹果很便宜。", language: "zh", voice: "espeak_cmn_f" },
      { text: "今日媽媽買咗蘋果，爸爸唔怕貓。", language: "zh-HK" },
      { text: "Mi papá come pan y bebe agua, pero mi mamá no.", language: "es" },
      { text: "Mon papa mange une pomme et boit beaucoup d'eau.", language: "fr" },
      { text: "Mein Papa bäckt am Abend ein paar Pfannkuchen.", language: "de" },
      { text: "Мой папа пьёт воду, а мама помогает бабушке.", language: "ru" },
      { text: "엄마는 바나나를 먹고 아빠는 밥을 먹습니다.", language: "ko" },
    ],
    foreign: "ja",
    [Symbol.asyncDispose]: () => synthesizer[Symbol.asyncDispose](),
  };
});
