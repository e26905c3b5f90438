/** The oracle checked by hand against the brief, and against its own slower definitions. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { load } from 'js-yaml';
import { casesFile } from '../../src/policy/schema.ts';
import { plusDays, plusYears, readDate } from './oracle-days.ts';
import { PATHWAY_IDS } from './oracle-pathways.ts';
import { auditReads, fromDayByDay, judge, refusals } from './oracle.ts';
import type { Credentials, Verdict } from './oracle.ts';
import { caseArbitrary, faultArbitrary, randomCase, seededRandom } from './random-credentials.ts';

const TODAY = '2026-11-22';

function verdicts(credentials: Credentials, asOf = TODAY): readonly Verdict[] {
  const outcome = judge(credentials, asOf);
  if ('error' in outcome) throw new Error(`refused for ${outcome.error.fact}`);
  return outcome;
}

/** The verdict on one pathway in short: status, then what is missing, decided elsewhere, and from when. */
function on(pathway: string, credentials: Credentials, asOf = TODAY): string {
  const verdict = verdicts(credentials, asOf).find((each) => each.pathway === pathway);
  if (verdict === undefined) throw new Error(`no verdict on ${pathway}`);
  const missing = verdict.missing.map((fact) => ` ?${fact}`).join('');
  const decisions = verdict.decisions.map((decision) => ` @${decision}`).join('');
  return `${verdict.status}${missing}${decisions}${verdict.from === null ? '' : ` from ${verdict.from}`}`;
}

function refusedFor(credentials: Credentials, asOf = TODAY): string {
  const outcome = judge(credentials, asOf);
  return 'error' in outcome ? outcome.error.fact : 'accepted';
}

const engineer = { titleLevel: 'none', field: 'engineering' };
const senior = { ...engineer, skillLevel: 'senior' };
const technician = { ...engineer, skillLevel: 'technician' };
const seniorTechnician = { ...engineer, skillLevel: 'seniorTechnician' };

describe('full years', () => {
  it('are met on the day itself and not the day before', () => {
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2024-05-17' }, '2026-05-17')).toBe('eligible');
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2024-05-17' }, '2026-05-16')).toBe('ineligible from 2026-05-17');
  });
  it('are three for a technician and four for a senior technician in engineering', () => {
    expect(on('title-intermediate', { ...technician, technicianSince: '2023-11-22' })).toBe('eligible');
    expect(on('title-intermediate', { ...technician, technicianSince: '2024-11-22' })).toBe('ineligible from 2027-11-22');
    expect(on('title-associate-senior', { ...seniorTechnician, seniorTechnicianSince: '2022-11-22' })).toBe('eligible');
    expect(on('title-associate-senior', { ...seniorTechnician, seniorTechnicianSince: '2023-11-22' })).toBe(
      'ineligible from 2027-11-22',
    );
  });
  it('let a 29 February fall back to the 28th, and a 28th stay where it is', () => {
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2020-02-29' }, '2022-02-28')).toBe('eligible');
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2020-02-29' }, '2022-02-27')).toBe('ineligible from 2022-02-28');
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2022-02-28' }, '2024-02-27')).toBe('ineligible from 2024-02-28');
    expect(on('title-associate-senior', { ...seniorTechnician, seniorTechnicianSince: '2020-02-29' }, '2024-02-28')).toBe(
      'ineligible from 2024-02-29',
    );
  });
  it('count ten in Sichuan for a full-senior title', () => {
    const arts = { skillLevel: 'seniorTechnician', titleLevel: 'none', field: 'arts', region: 'sichuan' };
    expect(on('title-full-senior', { ...arts, seniorTechnicianSince: '2016-02-29' }, '2026-02-28')).toBe('eligible');
    expect(on('title-full-senior', { ...arts, seniorTechnicianSince: '2016-03-01' }, '2026-02-28')).toBe(
      'ineligible from 2026-03-01',
    );
    expect(on('title-full-senior', { ...arts, seniorTechnicianSince: '2017' })).toBe('ineligible from 2027-12-31');
    expect(on('title-full-senior', { ...arts, seniorTechnicianSince: '2017~' })).toBe('ineligible from 2027-01-01');
  });
});

describe('partial dates', () => {
  it('decide where every day in them agrees', () => {
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2023' })).toBe('eligible');
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2025' })).toBe('ineligible from 2027-12-31');
  });
  it('are missing where they do not, unless the worker knows no more', () => {
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2024' })).toBe('undetermined ?seniorWorkerSince');
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2024-11' })).toBe('undetermined ?seniorWorkerSince');
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2024~' })).toBe('conditional');
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2024-11~' })).toBe('conditional');
  });
  it('are cut at the as-of date, and anew on each later day', () => {
    expect(
      on('promotion-technician', {
        skillLevel: 'senior',
        titleLevel: 'assistant',
        promotionYearsMet: true,
        seniorWorkerSince: '2026',
      }),
    ).toBe('ineligible from 2027-12-31');
    expect(
      on('promotion-technician', {
        skillLevel: 'senior',
        titleLevel: 'assistant',
        promotionYearsMet: true,
        seniorWorkerSince: '2026-11~',
      }),
    ).toBe('ineligible from 2027-11-01');
  });
  it('turn sure on the last day of a February two years on', () => {
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2024-02' }, '2026-02-27')).toBe(
      'undetermined ?seniorWorkerSince',
    );
    expect(on('title-assistant', { ...senior, seniorWorkerSince: '2024-02' }, '2026-02-28')).toBe('eligible');
  });
});

describe('dates in order', () => {
  it('let a higher date stand in for a lower one that was not given', () => {
    expect(on('title-assistant', { ...technician, technicianSince: '2024-11-22' })).toBe('eligible');
    expect(on('title-assistant', { ...technician, technicianSince: '2024-11-23' })).toBe('undetermined ?seniorWorkerSince');
    expect(on('title-assistant', { ...seniorTechnician, seniorTechnicianSince: '2024' })).toBe('undetermined ?seniorWorkerSince');
    expect(on('title-assistant', { ...technician, seniorWorkerSince: 'dontKnow', technicianSince: '2024' })).toBe('conditional');
  });
  it('let a lower date rule out a higher one that was not given', () => {
    expect(on('title-intermediate', { ...technician, seniorWorkerSince: '2024-05' })).toBe('ineligible');
    expect(on('title-intermediate', { ...technician, seniorWorkerSince: '2023-11-22' })).toBe('undetermined ?technicianSince');
    expect(on('title-associate-senior', { ...seniorTechnician, seniorWorkerSince: '2022-11-23' })).toBe('ineligible');
    expect(on('title-associate-senior', { ...seniorTechnician, seniorWorkerSince: '2022-11-22' })).toBe(
      'undetermined ?seniorTechnicianSince',
    );
  });
  it('name a day only where the unknown date will never be asked', () => {
    expect(on('title-intermediate', { ...technician, seniorWorkerSince: '2024-05', technicianSince: 'dontKnow' })).toBe(
      'ineligible from 2027-05-01',
    );
  });
  it('narrow partial dates between each other', () => {
    const bounded = { ...technician, seniorWorkerSince: '2024', technicianSince: '2024-03' };
    expect(on('title-assistant', bounded, '2026-03-30')).toBe('undetermined ?seniorWorkerSince');
    expect(on('title-assistant', bounded, '2026-03-31')).toBe('eligible');
    const from = { ...technician, seniorWorkerSince: '2023-11-22', technicianSince: '2023' };
    expect(on('title-intermediate', from, '2026-11-21')).toBe('ineligible from 2026-12-31');
    expect(on('title-intermediate', from, '2026-11-22')).toBe('undetermined ?technicianSince');
  });
  it('mean at least that level', () => {
    expect(on('title-review', { seniorWorkerSince: '2024', field: 'arts' })).toBe('eligible');
    expect(on('title-review', { skillLevel: 'dontKnow', technicianSince: '2024', field: 'arts' })).toBe('eligible');
    expect(on('title-review', { skillLevel: 'dontKnow', seniorWorkerSince: 'dontKnow', field: 'arts' })).toBe('conditional');
    expect(on('promotion-technician', { technicianSince: '2020', titleLevel: 'assistant', promotionYearsMet: true })).toBe(
      'ineligible',
    );
    expect(on('skill-technician', { technicianSince: '2020', titleLevel: 'fullSenior' })).toBe('ineligible');
  });
  it('and levels vary independently, so that both are asked', () => {
    expect(on('title-intermediate', { ...engineer, seniorWorkerSince: '2020' })).toBe('undetermined ?skillLevel ?technicianSince');
    expect(on('promotion-technician', { seniorWorkerSince: '2020', titleLevel: 'assistant', promotionYearsMet: true })).toBe(
      'undetermined ?skillLevel',
    );
  });
});

describe('fields and regions', () => {
  const since = { skillLevel: 'senior', titleLevel: 'none', seniorWorkerSince: '2024-11-23' };
  it('leave the years outside engineering to the place', () => {
    expect(on('title-assistant', { ...since, field: 'sports' })).toBe('conditional @localYears');
    expect(on('title-assistant', { ...since, field: 'sports', region: 'other' })).toBe('conditional @localYears');
    expect(on('title-assistant', { ...since, field: 'sports', region: 'shandong' })).toBe('conditional @localYears');
    expect(on('title-assistant', { ...since, field: 'sports', region: 'sichuan' })).toBe('ineligible from 2026-11-23');
  });
  it('leave a new occupation to two decisions, in Sichuan too', () => {
    expect(on('title-review', { ...since, field: 'emerging' })).toBe('conditional @regionalCorrespondence');
    expect(on('title-assistant', { ...since, field: 'emerging', region: 'sichuan' })).toBe(
      'conditional @regionalCorrespondence @localYears',
    );
  });
  it('cover no series outside the eight', () => {
    expect(on('title-review', { ...since, field: 'other' })).toBe('ineligible');
    expect(on('title-full-senior', { skillLevel: 'chiefTechnician', field: 'other' })).toBe('ineligible');
  });
  it('ask for the field, and no date that it might make needless', () => {
    expect(on('title-assistant', since)).toBe('undetermined ?field @regionalCorrespondence @localYears');
    expect(on('title-assistant', { ...since, seniorWorkerSince: '2024' })).toBe(
      'undetermined ?seniorWorkerSince ?field @regionalCorrespondence @localYears',
    );
    expect(on('title-assistant', { ...since, field: 'dontKnow' })).toBe('conditional @regionalCorrespondence @localYears');
  });
  it('never ask for the region', () => {
    for (const region of ['national', 'other', 'dontKnow']) {
      expect(verdicts({ region })).toEqual(verdicts({}));
    }
    expect(verdicts({}).flatMap(({ missing }) => missing)).not.toContain('region');
    expect(verdicts({}).flatMap(({ missing }) => missing)).not.toContain('subject');
  });
});

describe('full-senior title', () => {
  it('is the province’s to rule where no rule is loaded', () => {
    expect(on('title-full-senior', seniorTechnician)).toBe('conditional @provincialRule');
    expect(on('title-full-senior', { ...seniorTechnician, titleLevel: 'fullSenior' })).toBe('ineligible');
    expect(on('title-full-senior', technician)).toBe('ineligible');
    expect(on('title-full-senior', { ...seniorTechnician, field: 'emerging' })).toBe(
      'conditional @regionalCorrespondence @provincialRule',
    );
  });
  it('asks in Shandong’s engineering for a special-grade technician in that post', () => {
    const shandong = { ...engineer, region: 'shandong', skillLevel: 'specialTechnician' };
    expect(on('title-full-senior', shandong)).toBe('undetermined ?appointed');
    expect(on('title-full-senior', { ...shandong, appointed: true })).toBe('eligible');
    expect(on('title-full-senior', { ...shandong, appointed: 'dontKnow' })).toBe('conditional');
    expect(on('title-full-senior', { ...shandong, skillLevel: 'chiefTechnician', appointed: true })).toBe('eligible');
    expect(on('title-full-senior', { ...shandong, skillLevel: 'seniorTechnician', appointed: true })).toBe('ineligible');
    expect(on('title-full-senior', { ...shandong, field: 'laboratory' })).toBe('conditional @provincialRule');
  });
  it('asks in Sichuan for the date and not for the appointment', () => {
    expect(on('title-full-senior', { ...seniorTechnician, region: 'sichuan' })).toBe('undetermined ?seniorTechnicianSince');
    expect(on('title-full-senior', { ...seniorTechnician, region: 'sichuan', field: 'emerging' })).toBe(
      'conditional @regionalCorrespondence @provincialRule',
    );
  });
});

describe('the other routes', () => {
  it('need any one honour', () => {
    expect(on('direct-senior-title', { honours: ['provincialRecognition'] })).toBe('eligible');
    expect(on('direct-senior-title', { honours: [] })).toBe('ineligible');
    expect(on('direct-senior-title', {})).toBe('undetermined ?honours');
    expect(on('direct-senior-title', { honours: 'dontKnow' })).toBe('conditional');
  });
  it('need all three merits and the committee', () => {
    const merits = { outstandingContribution: true, uniqueSkill: true, frontline: true };
    expect(on('special-evaluation', { skillLevel: 'senior', ...merits })).toBe('conditional @evaluationCommittee');
    expect(on('special-evaluation', { ...merits, uniqueSkill: false })).toBe('ineligible');
    expect(on('special-evaluation', { ...merits, frontline: 'dontKnow' })).toBe('undetermined ?skillLevel @evaluationCommittee');
  });
  it('waive no exam’s own conditions', () => {
    expect(on('exam-qualification', { skillLevel: 'senior', examField: 'publishing' })).toBe('conditional @examConditions');
    expect(on('exam-qualification', { examField: 'other' })).toBe('ineligible');
  });
  it('map titles to levels that are not yet held', () => {
    const ready = { postMatches: true, standardYearsMet: true };
    expect(on('skill-senior-worker', { ...ready, titleLevel: 'assistant', skillLevel: 'intermediate' })).toBe('eligible');
    expect(on('skill-senior-worker', { ...ready, titleLevel: 'assistant', skillLevel: 'senior' })).toBe('ineligible');
    expect(on('skill-technician', { ...ready, titleLevel: 'assistant' })).toBe('ineligible');
    expect(on('skill-technician', { ...ready, titleLevel: 'intermediate' })).toBe('undetermined ?skillLevel');
    expect(on('skill-senior-technician', { ...ready, titleLevel: 'fullSenior', skillLevel: 'technician' })).toBe('eligible');
    expect(on('skill-senior-technician', { ...ready, titleLevel: 'fullSenior', skillLevel: 'specialTechnician' })).toBe(
      'ineligible',
    );
  });
  it('promote after a full year at exactly that level', () => {
    const one = { titleLevel: 'assistant', promotionYearsMet: true };
    expect(on('promotion-technician', { ...one, skillLevel: 'senior', seniorWorkerSince: '2025-11-22' })).toBe('eligible');
    expect(on('promotion-technician', { ...one, skillLevel: 'technician', seniorWorkerSince: '2020' })).toBe('ineligible');
    expect(on('promotion-senior-technician', { ...one, skillLevel: 'technician', technicianSince: '2025-11-23' })).toBe(
      'ineligible from 2026-11-23',
    );
    expect(
      on('promotion-senior-technician', { skillLevel: 'technician', titleLevel: 'technicianGrade', technicianSince: '2020' }),
    ).toBe('ineligible');
  });
  it('name no day while an answer that could spoil it is still to be asked', () => {
    const early = { skillLevel: 'senior', titleLevel: 'assistant', seniorWorkerSince: '2026-01-01' };
    expect(on('promotion-technician', early)).toBe('ineligible');
    expect(on('promotion-technician', { ...early, promotionYearsMet: 'dontKnow' })).toBe('ineligible from 2027-01-01');
    expect(on('promotion-technician', { ...early, promotionYearsMet: false })).toBe('ineligible');
  });
  it('take any title for the exemption and the direct evaluation', () => {
    expect(on('theory-exemption', { titleLevel: 'technicianGrade', relatedMajor: true })).toBe('eligible');
    expect(on('theory-exemption', { titleLevel: 'none' })).toBe('ineligible');
    expect(on('direct-skill-evaluation', { titleLevel: 'technicianGrade', outstandingSkill: true })).toBe(
      'conditional @evaluatingBody',
    );
    expect(on('direct-skill-evaluation', { outstandingSkill: false })).toBe('ineligible');
  });
  it('speak to enterprises and their appointed workers', () => {
    expect(on('equal-treatment', { skillLevel: 'senior', employerKind: 'enterprise', appointed: true })).toBe('eligible');
    expect(on('equal-treatment', { skillLevel: 'senior', employerKind: 'government', appointed: true })).toBe('ineligible');
    expect(on('leading-talent-incentives', { skillLevel: 'senior', employerKind: 'enterprise' })).toBe('conditional @employer');
    expect(on('leading-talent-incentives', { employerKind: 'none' })).toBe('ineligible');
  });
  it('judge employers by their own facts only', () => {
    const enterprise = { subject: 'employer', talentIntensive: true, technicallyStrong: true, wellManaged: true };
    expect(on('enterprise-title-review', { ...enterprise, aboveDesignatedSize: true })).toBe(
      'conditional @humanResourcesAuthority',
    );
    expect(on('enterprise-title-review', enterprise)).toBe('undetermined ?aboveDesignatedSize @humanResourcesAuthority');
    expect(on('enterprise-skill-conditions', { subject: 'employer' })).toBe('eligible');
    expect(verdicts({ subject: 'employer', skillLevel: 'senior', honours: [] })).toEqual(verdicts({ subject: 'employer' }));
    expect(verdicts({ wellManaged: false, talentIntensive: 'dontKnow' })).toEqual(verdicts({}));
  });
});

describe('refusals', () => {
  it('name an unknown key or value', () => {
    expect(refusedFor({ salary: 1 })).toBe('salary');
    expect(refusedFor({ toString: 'dontKnow' })).toBe('toString');
    expect(refusedFor({ skillLevel: null })).toBe('skillLevel');
    expect(refusedFor({ skillLevel: 'Senior' })).toBe('skillLevel');
    expect(refusedFor({ uniqueSkill: 'true' })).toBe('uniqueSkill');
    expect(refusedFor({ honours: 'chinaSkillsAward' })).toBe('honours');
    expect(refusedFor({ honours: ['chinaSkillsAward', 'dontKnow'] })).toBe('honours');
    expect(refusedFor({ honours: ['chinaSkillsAward', 'chinaSkillsAward'] })).toBe('honours');
  });
  it('name a date that no calendar has', () => {
    for (const date of [
      '2023-02-30',
      '2023-13',
      '2023-00',
      '2023-1',
      '2021-02-29',
      '23',
      '2023-05-',
      '2023~~',
      ' 2023',
      2023,
      '',
    ]) {
      expect(refusedFor({ titleSince: date })).toBe('titleSince');
    }
    expect(refusedFor({ titleSince: '2024-02-29~' })).toBe('accepted');
  });
  it('name a date that begins after the as-of date, not one that only ends after it', () => {
    expect(refusedFor({ seniorWorkerSince: '2026-11-23' })).toBe('seniorWorkerSince');
    expect(refusedFor({ titleSince: '2027~' })).toBe('titleSince');
    expect(refusedFor({ seniorWorkerSince: '2026-11' })).toBe('accepted');
    expect(refusedFor({ titleSince: '2026' })).toBe('accepted');
  });
  it('name the higher level’s date where the order can’t hold', () => {
    expect(refusedFor({ seniorWorkerSince: '2024-05', technicianSince: '2024-04' })).toBe('technicianSince');
    expect(refusedFor({ seniorWorkerSince: '2024-05', technicianSince: '2024' })).toBe('accepted');
    expect(refusedFor({ seniorWorkerSince: '2024-05', technicianSince: '2024-05-01' })).toBe('accepted');
    expect(refusedFor({ seniorWorkerSince: '2024-05', seniorTechnicianSince: '2023~' })).toBe('seniorTechnicianSince');
    expect(refusedFor({ seniorWorkerSince: '2024-05', technicianSince: 'dontKnow', seniorTechnicianSince: '2023' })).toBe(
      'seniorTechnicianSince',
    );
  });
  it('name a date about a level above the stated one', () => {
    expect(refusedFor({ skillLevel: 'senior', technicianSince: '2020' })).toBe('technicianSince');
    expect(refusedFor({ skillLevel: 'none', seniorWorkerSince: '2020' })).toBe('seniorWorkerSince');
    expect(refusedFor({ skillLevel: 'none', seniorWorkerSince: 'dontKnow' })).toBe('accepted');
    expect(refusedFor({ skillLevel: 'dontKnow', technicianSince: '2020' })).toBe('accepted');
  });
  it('follow whatever is laid over good credentials', () => {
    fc.assert(
      fc.property(caseArbitrary, faultArbitrary, ({ asOf, credentials }, [key, value]) => {
        expect(refusals({ ...credentials, [key]: value }, asOf)).toContain(key);
      }),
    );
  });
});

describe('days', () => {
  it('reach the end of every month', () => {
    expect(plusDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(plusDays('2023-03-01', -1)).toBe('2023-02-28');
    expect(plusYears('2024-02-29', 1)).toBe('2025-02-28');
    expect(plusYears('2024-02-29', -4)).toBe('2020-02-29');
    expect(readDate('2023-02')).toEqual({ first: '2023-02-01', last: '2023-02-28', askable: true });
    expect(readDate('2024-02~')).toEqual({ first: '2024-02-01', last: '2024-02-29', askable: false });
    expect(readDate('2024-02-29')).toEqual({ first: '2024-02-29', last: '2024-02-29', askable: false });
  });
});

/** Every day of a partial date up to the as-of date. */
function daysOf(text: string, asOf: string): readonly string[] {
  const { first, last } = readDate(text) ?? { first: asOf, last: asOf };
  const days: string[] = [];
  for (let day = first; day <= last && day <= asOf; day = plusDays(day, 1)) days.push(day);
  return days;
}

describe('the listing of completions', () => {
  afterEach(() => auditReads(false));

  it('gives the same with every read audited and nothing remembered', () => {
    const random = seededRandom(11);
    const cases = Array.from({ length: 60 }, () => randomCase(random));
    const plain = cases.map(({ asOf, credentials }) => judge(credentials, asOf));
    auditReads(true);
    expect(cases.map(({ asOf, credentials }) => judge(credentials, asOf))).toEqual(plain);
  });

  it('stands for every single day of two partial dates in order', () => {
    const month = fc
      .integer({ min: 0, max: 40 })
      .map((back) => `${2026 - Math.floor(back / 12)}-${String(12 - (back % 12)).padStart(2, '0')}`);
    fc.assert(
      fc.property(month, month, fc.constantFrom('2027-02-28', '2028-02-29', '2026-12-31'), (one, other, asOf) => {
        const [seniorWorkerSince = '', technicianSince = ''] = [one, other].toSorted();
        const credentials = { ...technician, titleLevel: 'none' };
        const exact = daysOf(seniorWorkerSince, asOf).flatMap((lower) =>
          daysOf(technicianSince, asOf)
            .filter((higher) => lower <= higher)
            .map((higher) => verdicts({ ...credentials, seniorWorkerSince: lower, technicianSince: higher }, asOf)),
        );
        const partial = verdicts(
          { ...credentials, seniorWorkerSince: `${seniorWorkerSince}~`, technicianSince: `${technicianSince}~` },
          asOf,
        );
        for (const [place, verdict] of partial.entries()) {
          if (verdict.missing.length > 0 || verdict.decisions.length > 0) continue;
          const seen = new Set(exact.map((each) => each[place]?.status));
          expect(seen).toEqual(new Set(verdict.status === 'conditional' ? ['eligible', 'ineligible'] : [verdict.status]));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('names as `from` the day that a search day by day finds', () => {
    const random = seededRandom(5);
    let named = 0;
    for (let count = 0; count < 250; count += 1) {
      const { asOf, credentials } = randomCase(random);
      const outcome = judge(credentials, asOf);
      if ('error' in outcome) continue;
      for (const verdict of outcome.filter(({ pathway }) => /^(title-(a|i|f)|promotion)/.test(pathway))) {
        if (verdict.status !== 'ineligible') continue;
        // Where no day is named, the search is long: a sample of those is enough.
        if (verdict.from === null && count % 25 > 0) continue;
        expect(fromDayByDay(verdict.pathway, credentials, asOf)).toBe(verdict.from);
        if (verdict.from !== null) named += 1;
      }
    }
    expect(named).toBeGreaterThan(20);
  });
});

describe('random credentials', () => {
  it('reach every status of every pathway that has it, and some refusals', () => {
    const random = seededRandom(3);
    const seen = new Set<string>();
    let refused = 0;
    for (let count = 0; count < 3000; count += 1) {
      const { asOf, credentials } = randomCase(random);
      const outcome = judge(credentials, asOf);
      if ('error' in outcome) refused += 1;
      else for (const { pathway, status } of outcome) seen.add(`${pathway} ${status}`);
    }
    expect([...seen].toSorted()).toEqual(POSSIBLE.toSorted());
    expect(refused).toBeGreaterThan(150);
    expect(refused).toBeLessThan(900);
  });
});

/** Pathways that a decision of an authority always leaves open, whatever the facts. */
const NEVER_SURE = new Set([
  'special-evaluation',
  'exam-qualification',
  'direct-skill-evaluation',
  'leading-talent-incentives',
  'enterprise-title-review',
]);
const ALWAYS_SURE = 'enterprise-skill-conditions';
const POSSIBLE = [
  ...PATHWAY_IDS.filter((pathway) => !NEVER_SURE.has(pathway)).map((pathway) => `${pathway} eligible`),
  ...PATHWAY_IDS.filter((pathway) => pathway !== ALWAYS_SURE).flatMap((pathway) =>
    ['ineligible', 'undetermined', 'conditional'].map((status) => `${pathway} ${status}`),
  ),
];

describe('the worked examples of the policy', () => {
  const folder = join(import.meta.dirname, '../../policy-data/cases');
  const cases = readdirSync(folder).flatMap((file) => casesFile.parse(load(readFileSync(join(folder, file), 'utf8'))));

  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, { asOf, credentials, expect: expected }) => {
    const found = verdicts(credentials, asOf);
    for (const [pathway, verdict] of Object.entries(expected)) {
      expect(found.find((each) => each.pathway === pathway)).toMatchObject(verdict);
    }
  });

  it('show every pathway with every status that it can have', () => {
    const shown = cases.flatMap((each) => Object.entries(each.expect).map(([pathway, { status }]) => `${pathway} ${status}`));
    expect([...new Set(shown)].toSorted()).toEqual(POSSIBLE.toSorted());
  });

  it('have names of their own', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
});
