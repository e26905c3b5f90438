/** Reply → card, in the reader's language. */
import type { Answer } from '../answers/answer.ts';
import { choiceId } from '../command/choice-id.ts';
import type { Language } from '../command/command.ts';
import type { FactValue } from '../policy/schema.ts';
import { emptySet, noReading, readingId } from '../dialogue/choices.ts';
import type { Noted, Notice, Reply } from '../dialogue/reply.ts';
import { dontKnow } from '../eligibility/credentials.ts';
import type { Report, Verdict } from '../eligibility/evaluate.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Block, Card, Choice } from './card.ts';
import { conditionText, fromText, reportBlocks, reportJson } from './report-view.ts';
import { isSame, Words } from './words.ts';

type QuestionReply = Extract<Reply, { kind: 'question' }>;
type ClarifyReply = Extract<Reply, { kind: 'clarify' }>;
type ReportReply = Extract<Reply, { kind: 'report' }>;
type Values = Readonly<Record<string, FactValue>>;

/** Lays out one reply for a reader of the language. */
export function present(reply: Reply, book: PolicyBook, language: Language): Card {
  return new Presenter(new Words(book, language)).card(reply);
}

const text = (words: string): Block => ({ block: 'text', text: words });

class Presenter {
  readonly #words: Words;

  constructor(words: Words) {
    this.#words = words;
  }

  card(reply: Reply): Card {
    const { messages } = this.#words;
    switch (reply.kind) {
      case 'text': {
        const offered =
          reply.saying === 'greeting' || reply.saying === 'help'
            ? [this.#checkChoice()]
            : reply.saying === 'outside'
              ? [this.#person()]
              : [];
        const saying = messages.sayings[reply.saying];
        const contact = reply.saying === 'human' || reply.saying === 'outside' ? [text(messages.contact(this.#contact()))] : [];
        return this.#card('text', [text(saying), ...contact], offered);
      }
      case 'notice':
        return this.#card('notice', [text(this.#notice(reply.notice))]);
      case 'answer':
        return { ...this.#answer(reply.answer, reply.standing), outcome: reply.answer.outcome };
      case 'noted':
        return this.#card(
          'notice',
          [...this.#noted(reply.noted), text(messages.offerCheck)],
          [{ id: 'confirm', label: messages.startCheck }],
        );
      case 'question':
        return this.#question(reply);
      case 'clarify':
        return this.#clarify(reply);
      case 'review': {
        const rows = this.#rows(reply.credentials);
        const goal = reply.goal === null ? [] : [text(messages.reviewGoal(this.#words.pathway(reply.goal)))];
        const blocks: Block[] =
          rows.length === 0 ? [text(messages.reviewNothing)] : [text(messages.review), { block: 'fields', rows }];
        const choices = [
          { id: 'confirm', label: messages.confirm },
          { id: 'correct', label: messages.correct },
        ];
        return {
          ...this.#card('review', [...this.#misread(reply.misreads), ...blocks, ...goal], choices),
          numbered: reply.misreads > 1,
        };
      }
      case 'which':
        return this.#card(
          'clarify',
          [text(messages.which)],
          Object.keys(reply.credentials).map((fact) => ({
            id: fact,
            label: `${this.#words.fact(fact)}: ${this.#words.value(fact, reply.credentials[fact] ?? dontKnow)}`,
          })),
        );
      case 'summary': {
        const rows = this.#rows(reply.credentials);
        return this.#card(
          'text',
          rows.length === 0 ? [text(messages.sayings['nothing-noted'])] : [text(messages.summary), { block: 'fields', rows }],
        );
      }
      case 'report':
        return this.#report(reply);
      case 'why-question': {
        const pathways = reply.pathways.map((id) => this.#words.pathway(id)).join(messages.listSeparator);
        const help = this.#words.book.facts.get(reply.fact)?.help[this.#words.language] ?? '';
        const cites = [...new Set(reply.pathways.flatMap((id) => this.#citesAbout(id, reply.fact)))];
        return {
          ...this.#card('text', [
            text(messages.whyQuestion(this.#words.fact(reply.fact), pathways)),
            text(help),
            this.#sources(cites, true),
          ]),
          cites,
        };
      }
      case 'why-verdict':
        return this.#why(reply.report);
      case 'when':
        return this.#card('text', [
          {
            block: 'list',
            items: reply.report.verdicts.map((verdict) => this.#when(verdict, reply.report)),
          },
        ]);
      case 'what-if':
        return this.#whatIf(reply.changed, reply.before, reply.after);
      case 'private':
        return {
          ...this.#card('notice', [text(messages.private)], [this.#checkChoice(reply.goal ?? undefined)]),
          audience: 'asker',
        };
      case 'export':
        return this.#card('text', [text(messages.exported), text(JSON.stringify(reply.data, null, 2))]);
    }
  }

  #when(verdict: Verdict, report: Report): string {
    const { messages } = this.#words;
    const { pathway, status, from, opens, missing } = verdict;
    const label = pathway.label[this.#words.language];
    if (status === 'eligible') return messages.whenNow(label);
    if (status === 'conditional') return messages.whenConditional(label);
    if (from !== null) return `${label}: ${fromText(verdict, report, this.#words)}`;
    if (opens !== null) return `${label}: ${messages.notBefore(this.#words.date(opens.day), this.#words.facts(opens.missing))}`;
    return status === 'undetermined' ? messages.whenUnknown(label, this.#words.facts(missing)) : messages.whenNever(label);
  }

  #card(kind: Card['kind'], blocks: readonly Block[], choices: readonly Choice[] = []): Card {
    return { kind, language: this.#words.language, blocks, choices };
  }

  #contact(): string {
    return this.#words.book.policy.contact[this.#words.language];
  }

  #checkChoice(goal?: string): Choice {
    const id = choiceId({ type: 'check', ...(goal === undefined ? {} : { goal }) }) ?? 'check';
    return {
      id,
      label: goal === undefined ? this.#words.messages.startCheck : this.#words.messages.checkThis(this.#words.pathway(goal)),
    };
  }

  #person(): Choice {
    return { id: 'human', label: this.#words.messages.person };
  }

  #rows(credentials: Values): (readonly [string, string])[] {
    return [...this.#words.book.facts.keys()].flatMap((fact) => {
      const value = credentials[fact];
      return value === undefined ? [] : [[this.#words.fact(fact), this.#words.value(fact, value)] as const];
    });
  }

  #noted(noted: readonly Noted[]): Block[] {
    const { messages } = this.#words;
    const items = noted.map(({ fact, value, before }) => {
      const now = `: ${this.#words.value(fact, value)}`;
      return before === undefined
        ? `${this.#words.fact(fact)}${now}`
        : messages.changed(this.#words.fact(fact), this.#words.value(fact, before), now);
    });
    return items.length === 0 ? [] : [text(messages.noted(items.join(this.#words.language === 'zh' ? '；' : '; ')))];
  }

  #misread(misreads: number): Block[] {
    const { messages } = this.#words;
    if (misreads === 0) return [];
    return [
      text(misreads === 1 ? messages.unread : misreads === 2 ? messages.unreadChoices : messages.unreadPerson(this.#contact())),
    ];
  }

  #clarify({ quote, readings, noted, misreads }: ClarifyReply): Card {
    const { messages, language } = this.#words;
    const word = this.#words.ambiguousWord(readings, quote);
    const choices = readings.map((reading) => ({
      id: readingId(reading),
      label:
        word?.readings.find((each) => isSame(each, reading))?.label[language] ??
        `${this.#words.fact(reading.fact)}: ${this.#words.value(reading.fact, reading.value)}`,
    }));
    // What states nothing is one choice, whatever it is called.
    const others = word?.otherReadings.map(({ label }) => label[language]) ?? [];
    const none = { id: noReading, label: others.length === 1 && others[0] ? others[0] : messages.noneOfThese };
    const isWhole = word?.readings.length === readings.length;
    const question = [
      ...(quote === '' && isWhole ? [] : [readings.length === 1 ? messages.isMeant(quote) : messages.clarify(quote)]),
      ...(isWhole && word ? [word.question[language]] : []),
    ].join(' ');
    const card = this.#card('clarify', [...this.#noted(noted), ...this.#misread(misreads), text(question)], [...choices, none]);
    return { ...card, numbered: misreads > 1 };
  }

  #question(reply: QuestionReply): Card {
    const { messages, language, book } = this.#words;
    const fact = book.facts.get(reply.fact);
    if (!fact) throw new Error(`no fact '${reply.fact}'`);
    const label = fact.label[language];
    const known = reply.known === undefined ? '' : this.#words.date(reply.known);
    const question =
      reply.precision === 'month'
        ? messages.month(label, reply.known ?? '')
        : reply.precision === 'day'
          ? messages.day(label, known)
          : fact.question[language];
    const hints = reply.precision === 'whole' ? [text(fact.help[language])] : [];
    const extra = fact.type === 'set' ? [text(messages.severalAllowed)] : [];
    const again = reply.again && reply.misreads === 0 && reply.noted.length === 0 ? [text(messages.again)] : [];
    const blocks = [...this.#noted(reply.noted), ...this.#misread(reply.misreads), ...again, text(question), ...hints, ...extra];
    const choices = [
      ...fact.choices.map((choice) => ({ id: choice.value, label: choice.label[language] })),
      ...(fact.type === 'set' ? [{ id: emptySet, label: messages.noneOfThem }] : []),
      { id: dontKnow, label: messages.dontKnow },
      ...(reply.misreads > 2 ? [this.#person()] : []),
    ];
    return {
      ...this.#card('question', blocks, choices),
      fact: reply.fact,
      multiple: fact.type === 'set',
      numbered: reply.misreads > 1,
    };
  }

  #notice(notice: Notice): string {
    const { messages } = this.#words;
    switch (notice.notice) {
      case 'future-date':
        return messages.futureDate(this.#words.fact(notice.fact));
      case 'unknown-value':
        return messages.unknownValue(this.#words.fact(notice.fact));
      case 'conflict':
        return messages.conflict(this.#words.fact(notice.fact), this.#words.facts(notice.others));
      case 'goal-subject':
        return messages.goalSubject(
          this.#words.pathway(notice.goal),
          this.#words.value('subject', this.#words.subjectOf(notice.goal)),
        );
      case 'dropped':
        return messages.dropped(this.#words.facts(notice.facts));
    }
  }

  #sources(cites: readonly string[], statements: boolean): Block {
    return { block: 'sources', items: cites.map((id) => this.#words.source(id, statements)) };
  }

  #answer(answer: Answer, standing: Verdict | undefined): Card {
    const { messages, language } = this.#words;
    const own =
      standing === undefined
        ? []
        : [
            text(
              messages.standing(
                standing.pathway.label[language],
                messages.status[standing.status],
                this.#words.facts(standing.missing),
              ),
            ),
          ];
    const related = answer.related.map(({ id, label }) => ({ id: choiceId({ type: 'ask', quote: '', entry: id }) ?? id, label }));
    const person = this.#person();
    switch (answer.outcome) {
      case 'answered': {
        const check = answer.check === undefined ? [] : [this.#checkChoice(answer.check)];
        const wording = answer.wording === undefined ? [] : [text(messages.wording[answer.wording])];
        return {
          ...this.#card(
            'answer',
            [text(answer.text), ...wording, ...own, this.#sources(answer.restsOn, true)],
            [...check, ...related, person],
          ),
          cites: answer.cites,
        };
      }
      case 'clarify':
        return { ...this.#card('clarify', [text(answer.text)], [...related, person]), cites: answer.cites };
      case 'declined': {
        const contact = answer.declined === 'social' ? [] : [text(messages.contact(this.#contact()))];
        return this.#card(
          'text',
          [text(answer.text), ...contact],
          [...related, ...(answer.declined === 'social' ? [this.#checkChoice()] : [person])],
        );
      }
    }
  }

  #report({ report, noted, others = [] }: ReportReply): Card {
    const { messages } = this.#words;
    const waiting = report.verdicts.some(({ from, opens }) => from !== null || opens !== null);
    const choices = [
      { id: 'why', label: messages.whyButton },
      ...(waiting ? [{ id: 'when', label: messages.whenButton }] : []),
      ...(others.length === 0 ? [] : [this.#checkChoice()]),
      this.#person(),
    ];
    const beside = others.map(({ pathway, status }) => `${this.#words.pathway(pathway.id)}: ${messages.status[status]}`);
    const neighbours: Block[] = others.length === 0 ? [] : [text(messages.alsoOpen), { block: 'list', items: beside }];
    const cites = [...new Set(report.verdicts.flatMap((verdict) => verdict.cites))];
    return {
      ...this.#card('report', [...this.#noted(noted), ...reportBlocks(report, this.#words), ...neighbours], choices),
      cites,
      report: reportJson(report, this.#words),
    };
  }

  #why(report: Report): Card {
    const { messages, language } = this.#words;
    const cites = [
      ...new Set(report.verdicts.flatMap((verdict) => [...verdict.cites, ...verdict.conditions.flatMap((each) => each.cites)])),
    ];
    const blocks = report.verdicts.flatMap((verdict): Block[] => [
      { block: 'heading', text: `${verdict.pathway.label[language]}: ${messages.status[verdict.status]}`, status: verdict.status },
      {
        block: 'conditions',
        items: verdict.conditions.map((each) => ({ outcome: each.outcome, text: conditionText(each, report, this.#words) })),
      },
      ...(verdict.pathway.reading === undefined ? [] : [text(`${messages.reading}: ${verdict.pathway.reading[language]}`)]),
    ]);
    return {
      ...this.#card('text', [text(messages.whyVerdict), ...blocks, this.#sources(cites, report.verdicts.length === 1)]),
      cites,
    };
  }

  #whatIf(changed: readonly Noted[], before: Report, after: Report): Card {
    const { messages, language } = this.#words;
    const facts = changed.map(({ fact, value }) => `${this.#words.fact(fact)}: ${this.#words.value(fact, value)}`).join('; ');
    const items = after.verdicts.flatMap(({ pathway, status }) => {
      const old = before.verdicts.find((verdict) => verdict.pathway.id === pathway.id)?.status;
      return old === undefined || old === status
        ? []
        : [messages.whatIfChange(pathway.label[language], messages.status[old], messages.status[status])];
    });
    return this.#card('text', [
      text(messages.whatIf(facts)),
      items.length === 0 ? text(messages.whatIfSame) : { block: 'list', items },
    ]);
  }

  #citesAbout(pathway: string, fact: string): readonly string[] {
    const conditions = this.#words.book.pathways.get(pathway)?.conditions ?? [];
    const about = conditions.filter(({ holds }) => JSON.stringify(holds).includes(`"${fact}"`));
    return (about.length > 0 ? about : conditions).flatMap(({ cites }) => cites).slice(0, 2);
  }
}
