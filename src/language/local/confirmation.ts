/** Yes or no to "is this right?" and "shall I check?". */
import type { Command } from '../../command/command.ts';
import type { NormalText } from '../../text/normal-form.ts';
import { saysDontKnow, saysNo, saysYes } from './clauses.ts';
import { ordinalOf } from './ordinals.ts';

/** Words with a denial in them that affirm. */
export const affirmed = /没得(?:说|挑|话说)|没话说|没说的|没有?问题|没有?错|无误|不错|不少|不仅|不但|不光/g;

/** Undefined where the text is neither yes nor no. */
export function confirmation({ text, original }: NormalText, kind: 'review' | 'offer'): Command | undefined {
  const place = ordinalOf(text);
  if (place === 0) return { type: 'confirm', quote: original };
  if (place === 1 && kind === 'review') return { type: 'correct', quote: original };
  if (text.length > 40 || saysDontKnow(text)) return undefined;
  const bare = text.replaceAll(affirmed, '好');
  if (saysNo(bare) || /(?<![a-z])(?:wrong|not right|incorrect|change)(?![a-z])|不对|不是|有误|错|要改|修改/.test(bare))
    // "No, 3/4/24" says something else beside.
    return kind === 'review'
      ? { type: 'correct', quote: original }
      : /\d/.test(bare)
        ? undefined
        : { type: 'cancel', quote: original };
  if (
    saysYes(bare) ||
    /(?<![a-z])(?:ok|okay|looks good|fine|confirm(?:ed)?|go ahead|that's right|all good|please do|let's go)(?![a-z])|对|没错|没问题|确认|可以|好|是的|行|正确|开始/.test(
      bare,
    )
  )
    return { type: 'confirm', quote: original };
  return undefined;
}
