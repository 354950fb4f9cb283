import type { AnyBlock } from '@slack/types';
import { asTyped } from '../as-typed.js';
import { ACTIONS, type Retry, retryValue } from './button-value.js';
import { button } from './elements.js';
import { notification, type Rendered } from './message.js';
import { logCode, logText, richText, section, words } from './rich-text.js';

/** Why a question was not asked yet, and the button that asks it all the same. For the person alone. */
export function confirmMessage(reason: string, retry: Retry): Rendered {
  const value = retryValue(retry);
  const typed =
    retry.kind === 'command' ? [words(' It is '), logCode(`/ir ${asTyped(retry.text)}`, 150), words('.')] : [];
  const wayOut =
    value === undefined ? [words(' It is too long to be asked by a button: type it again in fewer words.')] : [];
  const buttons: AnyBlock[] =
    value === undefined
      ? []
      : [{ type: 'actions', elements: [button('Ask anyway', ACTIONS.confirm, value, { style: 'danger' })] }];
  return {
    text: notification(reason),
    blocks: [richText(section(words('⚠️ '), logText(reason, 1_500), ...typed, ...wayOut)), ...buttons],
  };
}
