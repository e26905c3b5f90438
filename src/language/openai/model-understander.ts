/**
 * The local understanding, with a model asked beside it where it was unsure. What the model says is let in as far as `admission.ts`
 * goes; where it fails or is late the local understanding stands alone.
 */
import type { PolicyBook } from '../../policy/book.ts';
import { admit } from '../admission.ts';
import type { SecondOpinion } from '../local/second-opinion.ts';
import type { Understander, Understanding, UnderstandingContext } from '../understander.ts';
import type { Model } from './model.ts';
import { ModelError } from './model-error.ts';
import { ProposalForm } from './proposals.ts';
import type { Usage } from './usage.ts';

export interface ModelUnderstanderParts {
  readonly local: Understander;
  readonly opinion: SecondOpinion;
  readonly book: PolicyBook;
  readonly model: Model;
  readonly usage: Usage;
}

const mostReplyTokens = 600;

export function createModelUnderstander({ local, opinion, book, model, usage }: ModelUnderstanderParts): Understander {
  const form = new ProposalForm(book);

  const second = async (text: string, context: UnderstandingContext, first: Understanding): Promise<Understanding> => {
    if (!context.model) return first;
    const data = form.data(text, context, first);
    const { instructions, format } = form;
    const request = { task: 'understand', instructions, data, format, mostReplyTokens } as const;
    const reply = await model.ask(request, context.model.turn);
    const { proposals, unknown } = form.read(reply);
    const { understanding, rejected } = admit(
      proposals,
      first,
      opinion.on(text, context.asOf, context.open?.kind === 'fact' ? context.open.fact : undefined),
      context.open,
    );
    usage.rejectedCommands(rejected + unknown);
    return understanding;
  };

  return {
    understand: async (text, context) => {
      const first = await local.understand(text, context);
      if (first.sure) return first;
      try {
        return await second(text, context, first);
      } catch (error) {
        usage.fellBack(`understand ${error instanceof ModelError ? error.code : 'unreadable'}`);
        return first;
      }
    },
  };
}
