import { z } from 'zod';

/** One instruction, its continued lines joined. */
export interface Instruction {
  /** In capitals: `COPY`. */
  readonly name: string;
  readonly flags: ReadonlyMap<string, string>;
  readonly text: string;
}

/** What stands between one `FROM` and the next, without it. */
export interface Stage {
  /** What it starts from, as an image or another stage. */
  readonly from: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile. https://docs.docker.com/reference/dockerfile (as of November 2026); no heredocs, no `ONBUILD`. */
export function readDockerfile(text: string): readonly Stage[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { from: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const instruction = readInstruction(line);
    const [from = '', , name] = instruction.text.split(/\s+/);
    if (instruction.name === 'FROM') stages.push({ from, name, instructions: [] });
    else if (stages.length === 0) throw new Error(`"${line}" stands before the first FROM`);
    else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

/** The words of an exec form, `["node", "a.js"]`. @throws Error when it is a shell's line */
export const wordsOf = (text: string): readonly string[] => z.array(z.string()).min(1).parse(JSON.parse(text));

function readInstruction(line: string): Instruction {
  const [, name = '', rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
  const [flagsText = ''] = /^(?:--[\w-]+(?:=\S*)?\s+)*/.exec(rest) ?? [];
  const flags = new Map(
    [...flagsText.matchAll(/--([\w-]+)(?:=(\S*))?/g)].map(([, flag = '', value = '']) => [flag, value]),
  );
  return { name: name.toUpperCase(), flags, text: rest.slice(flagsText.length).trim() };
}

/**
 * Whether the build may copy a path: the last rule that names it, or a folder that it is in, decides. Of the patterns only names and a
 * lone `*` are known.
 * https://docs.docker.com/build/concepts/context/#dockerignore-files (as of November 2026)
 */
export function isInContext(rules: string, path: string): boolean {
  let isIn = true;
  for (const rule of rules.split('\n').filter((line) => line !== '' && !line.startsWith('#'))) {
    const name = rule.replace(/^!/, '');
    if (name !== '*' && /[*?[]/.test(name)) throw new Error(`the pattern "${rule}" is not known here`);
    if (name === '*' || path === name || path.startsWith(`${name}/`)) isIn = rule.startsWith('!');
  }
  return isIn;
}
