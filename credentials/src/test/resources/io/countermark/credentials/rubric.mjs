// node rubric.mjs RUBRIC.yml FILE.crjson.json...    prints a line for every trait that does not hold, then the number of traits
import { readFile } from 'node:fs/promises';
import JsonFormula from '@adobe/json-formula';
import yaml from 'js-yaml';

const [rubricFile, ...files] = process.argv.slice(2);
const [head, traits] = yaml.loadAll(await readFile(rubricFile, 'utf8'));
const globals = { ...head.variables, $expected_spec_version: '2.4' };
let document;
// The rubric's functions see the whole document and their arguments as $args.
const functions = {};
for (const [name, text] of Object.entries(head.expressions)) {
  functions[name] = {
    _func: (args) => formula.search(text.trim(), document, { ...globals, $args: args }),
    // Any type, any number.
    _signature: [{ types: [1], optional: true, variadic: true }],
  };
}
const formula = new JsonFormula(functions);
let count = 0;
for (const file of files) {
  document = JSON.parse(await readFile(file, 'utf8'));
  for (const trait of traits.flat()) {
    if (!trait.expression) continue;
    count++;
    let found;
    try {
      found = formula.search(trait.expression.trim(), document, globals);
    } catch (e) {
      found = `can't be evaluated: ${e.message}`;
      console.log(`${file}\t${trait.id}\t${found}`);
      continue;
    }
    const matched = Array.isArray(found) ? found.length > 0 : Boolean(found);
    if (matched === Boolean(trait.failIfMatched ?? trait.warnIfMatched)) {
      console.log(`${file}\t${trait.id}\t${JSON.stringify(found)}`);
    }
  }
}
console.log(`${count} traits`);
