import { describe, expect, it } from '@jest/globals';
import { typedTo } from '../../../src/slack/listeners/events/mention.js';

describe('what is said to the bot', () => {
  it.each([
    ['<@U0IRBOT> services 24h', 'services 24h'],
    ['services 24h <@U0IRBOT>', 'services 24h'],
    ['<@U0IRBOT|ir-bot>: services', 'services'],
    ['could you look, <@U0IRBOT>: services 24h', 'services 24h'],
    ['<@U0IRBOT> /ir services', 'services'],
    ['<@U0IRBOT> note told <@U0BOB>', 'note told <@U0BOB>'],
    ['<@U0IRBOT> note ask <@U0IRBOT> again', 'note ask <@U0IRBOT> again'],
    ['services, please', 'services, please'],
    ['<@U0IRBOT>', ''],
  ])('in %j is %j', (text, typed) => {
    expect(typedTo('U0IRBOT', text)).toBe(typed);
  });
});
