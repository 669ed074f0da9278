import type { Step } from '#src/certification/sampling/rules/sample-file.ts'
import { codeWords } from '../refusal-words.ts'

/** One thing that `starproof sample` looked at. `code` is empty where it holds. */
export type Checked = {
  id:
    | Step['id']
    | 'pack'
    | 'pack_keys'
    | 'pack_cases'
    | 'pack_outlets'
    | 'pack_people'
    | 'letter'
    | 'plan_letter'
    | 'receipt_letter'
  ok: boolean
  code: string
  /** Values that the words of the code bring. */
  params?: Record<string, string | number>
}

const LOOKED_AT: Record<Checked['id'], string> = {
  plan: '方案的散列 · hash of the plan',
  nonce: '随机数与承诺 · nonce and commitment',
  population: '总体 · populations',
  sizes: '样本量与分层 · sizes and strata',
  receipt: '账本的登记与检查点 · entry and checkpoint of the ledger',
  seed: '种子 · seed',
  draw: '重新抽取 · drawn again',
  pack: '证据包 · pack',
  pack_keys: '证据包中的密钥 · keys in the pack',
  pack_cases: '证据包中的案例 · cases in the pack',
  pack_outlets: '证据包中的网点 · outlets in the pack',
  pack_people: '证据包中的人员 · people in the pack',
  letter: '函件 · letter',
  plan_letter: '抽样方案函件 · letter of the plan',
  receipt_letter: '抽样回执函件 · letter of the receipt',
}

const FAULTS: Record<string, { zh: string; en: string }> = {
  plan_hash_differs: { zh: '方案内容与其散列不符', en: 'the plan is not what its hash says' },
  nonce_differs: { zh: '随机数不是事先承诺的那一个', en: 'the nonce is not the one that was committed to' },
  population_differs_outlet: { zh: '网点总体与方案不符', en: 'the outlets are not those of the plan' },
  population_differs_case: { zh: '案例总体与方案不符', en: 'the cases are not those of the plan' },
  population_differs_person: { zh: '人员总体与方案不符', en: 'the people are not those of the plan' },
  population_outside_checkpoint: { zh: '有案例不在方案的检查点之内', en: 'a case lies outside the plan’s checkpoint' },
  population_before_period: { zh: '有案例早于方案的期间', en: 'a case is older than the period of the plan' },
  sizes_differ: { zh: '样本量或分层不是按规则得出的', en: 'sizes or strata do not follow from the rules' },
  seed_differs: {
    zh: '种子不是由方案、随机数与检查点得出的',
    en: 'the seed does not follow from plan, nonce and checkpoint',
  },
  draw_differs: { zh: '重新抽取得到另一个样本', en: 'drawing again gives another sample' },
  draw_not_possible: {
    zh: '前面的步骤不成立，无法重新抽取',
    en: 'a step before does not hold, so nothing can be drawn',
  },
  pack_damaged: {
    zh: '证据包未通过核验，请用 starproof verify 查看',
    en: 'the pack does not verify: see starproof verify',
  },
  pack_of_another_plan: { zh: '方案所依据的不是这个证据包', en: 'the plan does not stand on this pack' },
  sealing_key_not_in_pack: { zh: '封定种子的密钥不在证据包中', en: 'the key that sealed the seed is not in the pack' },
  cases_not_those_of_pack: { zh: '案例总体不是证据包中的全部案例', en: 'the cases are not all those of the pack' },
  outlets_not_those_of_pack: { zh: '网点总体与证据包所列不同', en: 'the outlets differ from those stated in the pack' },
  people_not_those_of_pack: { zh: '人员总体与证据包所列不同', en: 'the people differ from those stated in the pack' },
  letter_damaged: { zh: '函件未通过核验', en: 'the letter does not verify' },
  letter_of_another_kind: { zh: '不是抽样方案或回执的函件', en: 'it is no letter of plan or receipt' },
  letter_says_otherwise: { zh: '函件所述与样本文件不同', en: 'the letter says something else than the sample file' },
}

/** A line for people: what was looked at, and what is wrong with it. */
export function sampleWords({ id, ok, code, params = {} }: Checked): string {
  if (ok) return `  ✓ ${LOOKED_AT[id]}`
  const { zh, en } = FAULTS[code] ?? codeWords(code, params)
  return `  ✗ ${LOOKED_AT[id]}\n      ${zh}\n      ${en}\n      [${code}]`
}
