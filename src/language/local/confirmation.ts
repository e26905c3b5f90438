/** Yes or no to "is this right?" and "shall I check?". */
import type { Command } from '../../command/command.ts';
import type { NormalText } from '../../text/normal-form.ts';
import { saysDontKnow, saysNo } from './clauses.ts';
import { ordinalOf } from './ordinals.ts';

/** Words with a denial in them that affirm. */
export const affirmed = /没得(?:说|挑|话说)|没话说|没说的|没有?问题|没有?错|无误|不错|不少|不仅|不但|不光/g;

/** Nothing but a confirmation, however many words it has. */
const confirming =
  /^(?:(?:yes|yeah|yep|yup|ya|sure|right|correct|true|indeed|exactly|absolutely|definitely|certainly|of course|ok|okay|k|kk|good|great|perfect|fine|alright|all|it|that|this|they|these|everything|is|are|'s|looks?|seems?|sounds?|confirm|confirmed|i|we|do|can|go|ahead|on|with|please|pls|let's|lets|start|begin|check|judge|evaluate|now|then|so|and|the|list|data|facts?|as|noted|by|me|for|thanks|thank you|cheers|no problem|works|carry|continue|proceed|submit|done|as it stands|very|just|quite|completely|all good|well)(?![a-z])|[对是好行嗯哦噢啊呀吧呢了的哈都全没错问题确认可以正确开始无误就这样继续提交属实准评估判断查看核吧请谢下一]|麻烦|[\s,.!，。！~～、]|👍|👌|✅)+$/u;
/** Of these signs one at least: the others are no confirmation by themselves. */
const affirming =
  /(?<![a-z])(?:yes|yeah|yep|yup|ya|sure|right|correct|true|indeed|exactly|absolutely|definitely|certainly|of course|ok|okay|k|kk|good|great|perfect|fine|alright|confirm|confirmed|go|start|begin|check|judge|evaluate|carry|continue|proceed|submit|works|no problem|let's|lets|it is|please do)(?![a-z])|对|是|好|行|嗯|没错|没问题|确认|可以|正确|开始|无误|属实|准|就这样|继续|提交|评估|判断|👍|👌|✅/u;

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
  return confirming.test(bare) && affirming.test(bare) ? { type: 'confirm', quote: original } : undefined;
}
