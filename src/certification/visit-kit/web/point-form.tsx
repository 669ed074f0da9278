import { Form, InputNumber, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { LocalText, Provenance } from '#src/evaluation/scheme/contract.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { CALL_LINE_KINDS, HARDWARE_SECTIONS, type KnowledgeQuestion } from '../contract/kit.ts'
import { freshId, type KitList, type ListPoint, withPoint } from '../rules/edit.ts'
import { ChoicesField, FromField, LeavesField, WordsFields } from './fields.tsx'
import type { KitDesk } from './use-kit.ts'

// What it says is set by the server: confirmed by whoever saves it.
const UNSAID: Provenance = { kind: 'default', confidence: 'none' }

type Fields = {
  from: string
  text?: LocalText
  name?: LocalText
  leafIds?: string[]
  required?: boolean
  section?: string
  postId?: string
  kind?: string
  points?: number
  right?: number
  choices?: { id?: string; text: LocalText }[]
}

type PointFormProps<L extends KitList> = {
  desk: KitDesk
  list: L
  /** Null: a new one. */
  point: ListPoint[L] | null
  /** Where a new one belongs. */
  start?: Partial<Fields>
  onClose: () => void
}

/** One point of the kit, whatever its list. Saved unchanged it is confirmed as it stands. */
export function PointForm<L extends KitList>({ desk, list, point, start, onClose }: PointFormProps<L>) {
  const { t } = useTranslation('kit')
  const send = ({ from, ...fields }: Fields) => {
    const id = point?.id ?? freshId(desk.kit, list)
    const said = { ...fields, ...(list === 'questions' ? choicesOf(fields) : {}) }
    const made = { ...said, id, provenance: point?.provenance ?? UNSAID } as unknown as ListPoint[L]
    return desk.save(withPoint(desk.kit, list, made), { from, confirms: [id] })
  }
  return (
    <FormDrawer<Fields>
      title={t(`${point ? 'edit' : 'new'}.${list as KitList}`)}
      initial={{ ...initialOf(list, point), ...start, from: desk.lastFrom }}
      send={send}
      busy={desk.busy}
      error={desk.error}
      onClose={onClose}
      wide={list === 'questions'}
      sendWords={t(point ? 'saveConfirmed' : 'saveNew')}
    >
      <ListFields desk={desk} list={list} point={point} />
      {list !== 'posts' && (
        <LeavesField schemes={desk.detail.schemes} used={point && 'leafIds' in point ? point.leafIds : []} />
      )}
      <FromField />
    </FormDrawer>
  )
}

function initialOf(list: KitList, point: ListPoint[KitList] | null): Partial<Fields> {
  if (point === null)
    return list === 'questions'
      ? { points: 1, leafIds: [], choices: [{ text: { zh: '', en: '' } }, { text: { zh: '', en: '' } }] }
      : {
          ...(list === 'posts' ? { required: false } : { leafIds: [] }),
          ...(list === 'callScript' ? { kind: 'question' } : {}),
        }
  const { id: _, provenance: __, ...said } = point
  if (list !== 'questions') return said as Partial<Fields>
  const { right, ...question } = said as Omit<KnowledgeQuestion, 'id' | 'provenance'>
  return { ...question, right: question.choices.findIndex((choice) => choice.id === right) }
}

/** A choice keeps its id as long as it stays; a new one gets the next letter that is free. */
function choicesOf({
  choices = [],
  right = 0,
}: Pick<Fields, 'choices' | 'right'>): Pick<KnowledgeQuestion, 'choices' | 'right'> {
  const free = [...'abcdefghijklm'].filter((letter) => !choices.some((choice) => choice.id === letter))
  const named = choices.map((choice) => ({ id: choice.id || free.shift()!, text: choice.text }))
  return { choices: named, right: named[right]!.id }
}

function ListFields<L extends KitList>({ desk, list }: Pick<PointFormProps<L>, 'desk' | 'list' | 'point'>) {
  const { t } = useTranslation(['kit', 'visit'])
  const local = useLocalText()
  if (list === 'posts')
    return (
      <>
        <WordsFields name="name" lines={1} />
        <Form.Item name="required" label={t('kit:field.required')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </>
    )
  if (list === 'hardware')
    return (
      <>
        <Choice
          name="section"
          label={t('kit:field.section')}
          options={HARDWARE_SECTIONS.map((value) => ({ value, label: t(`visit:hardware.section.${value}`) }))}
        />
        <WordsFields name="text" />
      </>
    )
  if (list === 'interviews')
    return (
      <>
        <Choice
          name="postId"
          label={t('kit:field.post')}
          options={desk.kit.posts.map((post) => ({ value: post.id, label: local(post.name) }))}
        />
        <WordsFields name="text" />
      </>
    )
  if (list === 'callScript')
    return (
      <>
        <Choice
          name="kind"
          label={t('kit:field.kind')}
          options={CALL_LINE_KINDS.map((value) => ({ value, label: t(`kit:kind.${value}`) }))}
        />
        <WordsFields name="text" />
      </>
    )
  return (
    <>
      <WordsFields name="text" lines={2} />
      <ChoicesField />
      <Form.Item name="points" label={t('kit:field.points')} rules={[{ required: true }]}>
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
    </>
  )
}

type ChoiceProps = { name: string; label: string; options: { value: string; label: string }[] }

function Choice({ name, label, options }: ChoiceProps) {
  const { t } = useTranslation('common')
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Select options={options} placeholder={t('field.choose')} />
    </Form.Item>
  )
}
