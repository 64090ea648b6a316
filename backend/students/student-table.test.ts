import { expect, test } from "bun:test";
import { InvalidTable, readStudentTable } from "./student-table.ts";

test("a row has an e-mail address, a name and perhaps a password, in the columns that the header says", () => {
  expect(readStudentTable("Name, EMAIL ,password\r\nKim,kim@school.example,long enough\r\n")).toEqual([
    { line: 2, email: "kim@school.example", name: "Kim", password: "long enough", faults: [] },
  ]);
});

test("spreadsheets' separators, quotation marks, marks of byte order and empty lines are taken", () => {
  const rows = readStudentTable(
    '\uFEFFemail;name\n\na@b;"Kim; the ""second"""\n;\n c@d ;"Two\nlines"\ne@f;Eve\n',
  );
  expect(rows.map(({ line, email, name }) => [line, email, name])).toEqual([
    [3, "a@b", 'Kim; the "second"'],
    [5, "c@d", "Two\nlines"],
    [7, "e@f", "Eve"],
  ]);
  expect(readStudentTable("email\tname\na@b\tKim")).toMatchObject([{ email: "a@b", name: "Kim" }]);
});

test.each([
  ["a@b,Kim,extra", ["columns"]],
  ["a@b", ["columns", "name-missing"]],
  [",Kim", ["email-missing"]],
  ["nobody,Kim", ["email-invalid"]],
  [`${"a".repeat(255)}@b,Kim`, ["email-invalid"]],
  [`a@b,${"x".repeat(81)}`, ["name-too-long"]],
  [`a@b,${"🧪".repeat(80)}`, []],
  ["a@b,K\uFFFDm", ["encoding"]],
])("the row %p has the faults %p", (row, faults) => {
  const [read] = readStudentTable(`email,name\n${row}`);
  expect<readonly string[]>(read!.faults).toEqual(faults);
});

test("a password that is too short or too long is a fault, and none is not", () => {
  const rows = readStudentTable(`email,name,password\na@b,A,short\nc@d,C,${"x".repeat(257)}\ne@f,E,`);
  expect(rows.map(({ faults }) => faults)).toEqual([["password-length"], ["password-length"], []]);
});

test("the second row with an address is the faulty one, in whatever case", () => {
  const rows = readStudentTable("email,name\na@b,A\nA@B,B\n");
  expect(rows.map(({ faults }) => faults)).toEqual([[], ["email-repeated"]]);
});

test.each([
  ["email,name\n", "no rows"],
  ["name\nKim", "must name the columns"],
  ["email,name,shoe size\na@b,A,9", "only"],
  ["email,name,email\na@b,A,c@d", "twice"],
  ['email,name\na@b,"Kim', "quotation"],
  [`email,name\n${"a@b,A\n".repeat(501)}`, "500 rows"],
])("the table %p is refused as a whole", (text, reason) => {
  expect(() => readStudentTable(text)).toThrow(InvalidTable);
  expect(() => readStudentTable(text)).toThrow(reason);
});
