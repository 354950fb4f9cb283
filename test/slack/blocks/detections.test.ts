import { describe, expect, it } from '@jest/globals';
import { detectionsMessage } from '../../../src/slack/blocks/detections.js';
import { CATALOGUE, detectionOf, textsIn } from './answers.js';
import { refusalOf } from './refusal-of.js';

const withOwn = (count: number) => {
  const ids = Array.from({ length: count }, (_, at) => `own-question-${at}`);
  const own = ids.map((id) => [id, { ...detectionOf('notebook-2.5'), id, asks: 'What? '.repeat(25) }] as const);
  return { ...CATALOGUE, detections: new Map([...CATALOGUE.detections, ...own]), own: new Set(ids) };
};

describe('the list of questions', () => {
  it('says of each how it is asked, with an example of its parameters, and what it asks', () => {
    const { blocks } = detectionsMessage(CATALOGUE);
    const texts = textsIn(blocks);

    expect(texts).toContain('/ir run notebook-2.5 [window] suspect=arn:aws:iam::111122223333:user/alice');
    expect(texts).toContain('Which actions did the suspect attempt?');
    expect(
      [...CATALOGUE.detections.keys()].filter((id) => !texts.some((text) => text.startsWith(`/ir run ${id}`))),
    ).toEqual([]);
    expect(texts.join('')).not.toContain('not shown');
  });

  it('marks the team’s own', () => {
    expect(textsIn(detectionsMessage(withOwn(1)).blocks)).toContain('your own: ');
  });

  it('is cut where there are too many, and says how many are missing', () => {
    const { blocks } = detectionsMessage(withOwn(60));

    expect(refusalOf(blocks)).toBeUndefined();
    expect(textsIn(blocks).join('')).toMatch(/\d+ more questions not shown/);
  });
});
