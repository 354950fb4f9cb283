import { createContext, type ReactNode, use, useCallback, useState } from 'react';
import { object, enum as oneOf, optional, type output } from 'zod/mini';
import { Dialog } from '../dialog.js';
import { Text, textObject } from './text.js';

/** Block Kit's confirmation dialog object. */
export const confirmObject = object({
  title: textObject,
  text: textObject,
  confirm: textObject,
  deny: textObject,
  style: optional(oneOf(['primary', 'danger'])),
});
type Confirm = output<typeof confirmObject>;

/** Asks before something is done; without a question the answer is yes. */
export type Ask = (question: Confirm | undefined) => Promise<boolean>;

const AskContext = createContext<Ask>(async () => true);

/** Asks the person before an action that wants it. */
export const useConfirm = (): Ask => use(AskContext);

/** Shows the questions of everything inside, one at a time, over whatever is open. */
export function ConfirmProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [open, setOpen] = useState<{ readonly question: Confirm; readonly answer: (yes: boolean) => void }>();
  const ask = useCallback<Ask>(async (question) => {
    if (question === undefined) return true;
    return new Promise((answer) => setOpen({ question, answer }));
  }, []);
  const answer = (yes: boolean): void => {
    open?.answer(yes);
    setOpen(undefined);
  };
  return (
    <AskContext value={ask}>
      {children}
      {open !== undefined && <Question question={open.question} onAnswer={answer} />}
    </AskContext>
  );
}

interface QuestionProps {
  readonly question: Confirm;
  readonly onAnswer: (yes: boolean) => void;
}

function Question({ question: { title, text, confirm, deny, style }, onAnswer }: QuestionProps): ReactNode {
  return (
    <Dialog label={title.text} className="dialog-small" onClose={() => onAnswer(false)}>
      <h2>
        <Text of={title} />
      </h2>
      <p>
        <Text of={text} />
      </p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          <Text of={deny} />
        </button>
        <button type="button" className={`button button-${style ?? 'primary'}`} onClick={() => onAnswer(true)}>
          <Text of={confirm} />
        </button>
      </div>
    </Dialog>
  );
}
