/** What a message asks to have forgotten: one thing, or all that is kept. */

/** Forgetting something that is not all that is kept. */
const oneThing =
  /(?<![a-z])(?:forget|delete|remove|erase) (?:everything )?(?:about )?(?:the|my|that|this) (?!data|info|information|details|everything|answers|records?|conversation|chat|history|personal|whole|stuff|profile|account|file)[a-z]+|(?:日期|时间|年份|那[个条项]|这[个条项])(?:给我)?(?:删|忘|去|抹)|(?:删|忘|去|抹)[掉了除]?(?:我的|那个|这个)?(?:日期|时间|年份)/;
/** Plainly asks to have something deleted: "I forget my title" and "don't delete it" don't. */
const deleting =
  /^(?:(?:please|ok|okay|now|then|just|(?:can|could|would|will) you|i(?: want|'d like| would like) you to)[\s,]+)*(?:forget|delete|remove|erase)(?![a-z])|^(?!.*(?:别|不|勿|没|怎么|如何|为什么|了吗)).*(?:忘掉|删|抹|清除)/;
const allOfIt =
  /(?<![a-z])(?:everything(?! about)|all (?:my|of|the)|whole|entire)(?![a-z])|全部|所有|一切|统统|全都|都删|数据|资料|档案|记录|个人信息|隐私/;

/** @param text in normal form */
export const asksToDelete = (text: string): boolean => deleting.test(text);

/**
 * "Forget the date" takes back one thing; only the whole is deleted without asking.
 * @param named facts that the message names
 */
export const isOfOneThing = (text: string, named: readonly string[]): boolean =>
  oneThing.test(text) || (named.length > 0 && !allOfIt.test(text));
