/** Sections 3 and 4 of the policy brief for the oracle: facts, decisions, and each pathway as a plain predicate over one completion. */
import { plusYears } from './oracle-days.ts';

export const SKILLS = [
  'none',
  'apprentice',
  'junior',
  'intermediate',
  'senior',
  'technician',
  'seniorTechnician',
  'specialTechnician',
  'chiefTechnician',
] as const;
export const TITLES = ['none', 'technicianGrade', 'assistant', 'intermediate', 'associateSenior', 'fullSenior'] as const;
export const EIGHT_SERIES = [
  'engineering',
  'agriculture',
  'artsAndCrafts',
  'relicsAndMuseums',
  'laboratory',
  'arts',
  'sports',
  'skilledCollegeTeaching',
] as const;
export const EIGHT_EXAMS = [
  'economics',
  'accounting',
  'statistics',
  'auditing',
  'translation',
  'publishing',
  'telecommunications',
  'computing',
] as const;
export const HONOURS = [
  'chinaSkillsAward',
  'nationalTechnicalExpert',
  'nationalStudioLead',
  'governmentAllowance',
  'provincialRecognition',
] as const;
export const YES_OR_NO = [true, false] as const;

/** The three dates from the lowest level up, with the level that each is about. */
export const HELD_DATES = [
  { fact: 'seniorWorkerSince', level: 'senior' },
  { fact: 'technicianSince', level: 'technician' },
  { fact: 'seniorTechnicianSince', level: 'seniorTechnician' },
] as const;
export type HeldDate = (typeof HELD_DATES)[number]['fact'];

/** Every fact in the order of the brief, with the values that it may take; `date` and `honours` have their own forms. */
export const FACTS = {
  subject: ['worker', 'employer'],
  skillLevel: SKILLS,
  titleLevel: TITLES,
  seniorWorkerSince: 'date',
  technicianSince: 'date',
  seniorTechnicianSince: 'date',
  titleSince: 'date',
  field: [...EIGHT_SERIES, 'emerging', 'other'],
  honours: 'honours',
  outstandingContribution: YES_OR_NO,
  uniqueSkill: YES_OR_NO,
  frontline: YES_OR_NO,
  examField: [...EIGHT_EXAMS, 'other'],
  postMatches: YES_OR_NO,
  standardYearsMet: YES_OR_NO,
  promotionYearsMet: YES_OR_NO,
  relatedMajor: YES_OR_NO,
  outstandingSkill: YES_OR_NO,
  employerKind: ['enterprise', 'publicInstitution', 'government', 'selfEmployed', 'none'],
  appointed: YES_OR_NO,
  region: ['national', 'sichuan', 'shandong', 'other'],
  aboveDesignatedSize: YES_OR_NO,
  talentIntensive: YES_OR_NO,
  technicallyStrong: YES_OR_NO,
  wellManaged: YES_OR_NO,
} as const;
export type FactName = keyof typeof FACTS;

export const DECISIONS = [
  'regionalCorrespondence',
  'localYears',
  'provincialRule',
  'evaluationCommittee',
  'examConditions',
  'evaluatingBody',
  'employer',
  'humanResourcesAuthority',
] as const;
export type DecisionName = (typeof DECISIONS)[number];

export type Variable = FactName | DecisionName;
export type Value = string | boolean | readonly string[];
/** One full set of values; dates are days 'YYYY-MM-DD', which compare as text. */
export type Completion = Record<Variable, Value> & { readonly asOf: string };

/** `list.includes` for a value of any type. */
export const includes = (list: readonly unknown[], value: unknown): boolean => list.includes(value);
const skillAtLeast = (c: Completion, level: (typeof SKILLS)[number]): boolean =>
  SKILLS.findIndex((each) => each === c.skillLevel) >= SKILLS.indexOf(level);
const titleAtLeast = (c: Completion, level: (typeof TITLES)[number]): boolean =>
  TITLES.findIndex((each) => each === c.titleLevel) >= TITLES.indexOf(level);

/** N full years, inclusive; unmet where the date is about a level above the completion's. */
function heldFor(c: Completion, fact: HeldDate, years: number): boolean {
  const about = HELD_DATES.find((each) => each.fact === fact);
  return about !== undefined && skillAtLeast(c, about.level) && plusYears(String(c[fact]), years) <= c.asOf;
}

const inTitleFields = (c: Completion): boolean =>
  includes(EIGHT_SERIES, c.field) || (c.field === 'emerging' && c.regionalCorrespondence === true);

function titleYears(c: Completion, fact: HeldDate, years: number): boolean {
  if (c.field === 'engineering') return heldFor(c, fact, years);
  if (c.region === 'sichuan' && includes(EIGHT_SERIES, c.field)) return heldFor(c, fact, years);
  return c.localYears === true;
}

function fullSeniorRule(c: Completion): boolean {
  if (c.region === 'sichuan' && includes(EIGHT_SERIES, c.field)) return heldFor(c, 'seniorTechnicianSince', 10);
  if (c.region === 'shandong' && c.field === 'engineering') return skillAtLeast(c, 'specialTechnician') && c.appointed === true;
  return c.provincialRule === true;
}

export interface Pathway {
  readonly id: string;
  readonly subject: 'worker' | 'employer';
  /** All that `holds` may look at, facts in the brief's order, then decisions in the brief's order. */
  readonly facts: readonly FactName[];
  readonly decisions: readonly DecisionName[];
  /** The N of the pathway's "N full years", 0 where it has none. */
  readonly years: number;
  readonly holds: (c: Completion) => boolean;
}

const worker = (
  id: string,
  facts: readonly FactName[],
  decisions: readonly DecisionName[],
  years: number,
  holds: (c: Completion) => boolean,
): Pathway => ({ id, subject: 'worker', facts, decisions, years, holds });

/** Every pathway in the brief's order. */
export const PATHWAYS: readonly Pathway[] = [
  worker(
    'title-review',
    ['skillLevel', 'field'],
    ['regionalCorrespondence'],
    0,
    (c) => skillAtLeast(c, 'senior') && inTitleFields(c),
  ),
  worker(
    'title-assistant',
    ['skillLevel', 'titleLevel', 'seniorWorkerSince', 'field', 'region'],
    ['regionalCorrespondence', 'localYears'],
    2,
    (c) => skillAtLeast(c, 'senior') && inTitleFields(c) && !titleAtLeast(c, 'assistant') && titleYears(c, 'seniorWorkerSince', 2),
  ),
  worker(
    'title-intermediate',
    ['skillLevel', 'titleLevel', 'technicianSince', 'field', 'region'],
    ['regionalCorrespondence', 'localYears'],
    3,
    (c) =>
      skillAtLeast(c, 'technician') && inTitleFields(c) && !titleAtLeast(c, 'intermediate') && titleYears(c, 'technicianSince', 3),
  ),
  worker(
    'title-associate-senior',
    ['skillLevel', 'titleLevel', 'seniorTechnicianSince', 'field', 'region'],
    ['regionalCorrespondence', 'localYears'],
    4,
    (c) =>
      skillAtLeast(c, 'seniorTechnician') &&
      inTitleFields(c) &&
      !titleAtLeast(c, 'associateSenior') &&
      titleYears(c, 'seniorTechnicianSince', 4),
  ),
  worker(
    'title-full-senior',
    ['skillLevel', 'titleLevel', 'seniorTechnicianSince', 'field', 'appointed', 'region'],
    ['regionalCorrespondence', 'provincialRule'],
    10,
    (c) => skillAtLeast(c, 'seniorTechnician') && inTitleFields(c) && !titleAtLeast(c, 'fullSenior') && fullSeniorRule(c),
  ),
  worker('direct-senior-title', ['honours'], [], 0, (c) => Array.isArray(c.honours) && c.honours.length > 0),
  worker(
    'special-evaluation',
    ['skillLevel', 'outstandingContribution', 'uniqueSkill', 'frontline'],
    ['evaluationCommittee'],
    0,
    (c) =>
      skillAtLeast(c, 'senior') &&
      c.outstandingContribution === true &&
      c.uniqueSkill === true &&
      c.frontline === true &&
      c.evaluationCommittee === true,
  ),
  worker(
    'exam-qualification',
    ['skillLevel', 'examField'],
    ['examConditions'],
    0,
    (c) => skillAtLeast(c, 'senior') && includes(EIGHT_EXAMS, c.examField) && c.examConditions === true,
  ),
  worker(
    'skill-senior-worker',
    ['skillLevel', 'titleLevel', 'postMatches', 'standardYearsMet'],
    [],
    0,
    (c) => titleAtLeast(c, 'assistant') && !skillAtLeast(c, 'senior') && c.postMatches === true && c.standardYearsMet === true,
  ),
  worker(
    'skill-technician',
    ['skillLevel', 'titleLevel', 'postMatches', 'standardYearsMet'],
    [],
    0,
    (c) =>
      titleAtLeast(c, 'intermediate') && !skillAtLeast(c, 'technician') && c.postMatches === true && c.standardYearsMet === true,
  ),
  worker(
    'skill-senior-technician',
    ['skillLevel', 'titleLevel', 'postMatches', 'standardYearsMet'],
    [],
    0,
    (c) =>
      titleAtLeast(c, 'associateSenior') &&
      !skillAtLeast(c, 'seniorTechnician') &&
      c.postMatches === true &&
      c.standardYearsMet === true,
  ),
  worker(
    'promotion-technician',
    ['skillLevel', 'titleLevel', 'seniorWorkerSince', 'promotionYearsMet'],
    [],
    1,
    (c) =>
      titleAtLeast(c, 'assistant') &&
      c.skillLevel === 'senior' &&
      heldFor(c, 'seniorWorkerSince', 1) &&
      c.promotionYearsMet === true,
  ),
  worker(
    'promotion-senior-technician',
    ['skillLevel', 'titleLevel', 'technicianSince', 'promotionYearsMet'],
    [],
    1,
    (c) =>
      titleAtLeast(c, 'assistant') &&
      c.skillLevel === 'technician' &&
      heldFor(c, 'technicianSince', 1) &&
      c.promotionYearsMet === true,
  ),
  worker(
    'theory-exemption',
    ['titleLevel', 'relatedMajor'],
    [],
    0,
    (c) => titleAtLeast(c, 'technicianGrade') && c.relatedMajor === true,
  ),
  worker(
    'direct-skill-evaluation',
    ['titleLevel', 'outstandingSkill'],
    ['evaluatingBody'],
    0,
    (c) => titleAtLeast(c, 'technicianGrade') && c.outstandingSkill === true && c.evaluatingBody === true,
  ),
  worker(
    'equal-treatment',
    ['skillLevel', 'employerKind', 'appointed'],
    [],
    0,
    (c) => skillAtLeast(c, 'senior') && c.employerKind === 'enterprise' && c.appointed === true,
  ),
  worker(
    'leading-talent-incentives',
    ['skillLevel', 'employerKind'],
    ['employer'],
    0,
    (c) => skillAtLeast(c, 'senior') && c.employerKind === 'enterprise' && c.employer === true,
  ),
  {
    id: 'enterprise-title-review',
    subject: 'employer',
    facts: ['aboveDesignatedSize', 'talentIntensive', 'technicallyStrong', 'wellManaged'],
    decisions: ['humanResourcesAuthority'],
    years: 0,
    holds: (c) =>
      c.talentIntensive === true &&
      c.technicallyStrong === true &&
      c.wellManaged === true &&
      c.aboveDesignatedSize === true &&
      c.humanResourcesAuthority === true,
  },
  { id: 'enterprise-skill-conditions', subject: 'employer', facts: [], decisions: [], years: 0, holds: () => true },
];

/** The ids of every pathway in the brief's order. */
export const PATHWAY_IDS: readonly string[] = PATHWAYS.map((pathway) => pathway.id);
