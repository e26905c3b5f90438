/** JSON Schemas of the policy data's files, for editors; made from the schemas that check them. */
import { z } from 'zod';
import * as files from './schema.ts';

/** By the name of the file or folder under `policy-data/`. */
const schemas = {
  cases: files.casesFile,
  concepts: files.conceptsFile,
  conditions: files.conditionsFile,
  decisions: files.decisionsFile,
  facts: files.factsFile,
  faq: files.faqFile,
  glossary: files.glossaryFile,
  ladders: files.laddersFile,
  parameters: files.parametersFile,
  pathways: files.pathwaysFile,
  policy: files.policyFile,
  provisions: files.provisionsFile,
  regions: files.regionFile,
  sources: files.sourcesFile,
} as const;

export const schemaNames: readonly string[] = Object.keys(schemas);

/** The JSON Schema (2020-12) of a file as it is written; undefined for a name that is none. */
export function jsonSchemaOf(name: string): unknown {
  const found = Object.entries(schemas).find(([each]) => each === name);
  return found && z.toJSONSchema(found[1], { io: 'input', unrepresentable: 'any' });
}
