import { ConsoleApp } from "./console-app.ts";
import { chooseStrings, writeStrings } from "./console-strings.ts";

const strings = chooseStrings(new URLSearchParams(location.search).get("lang"), navigator.languages);
writeStrings(document, strings);
void new ConsoleApp(strings, document.body.dataset.engine ?? "").start();
