import { Button, Form, Input, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import type { KitScheme } from '../contract/endpoints.ts'
import { MOST_CHOICES } from '../contract/kit.ts'

/** The words of a point in both languages: a team may be read to in either. */
export function WordsFields({ name, lines = 3 }: { name: 'text' | 'name'; lines?: number }) {
  const { t } = useTranslation('kit')
  return (
    <>
      {(['zh', 'en'] as const).map((language) => (
        <Form.Item
          key={language}
          name={[name, language]}
          label={t(`field.${language}`)}
          rules={[{ required: true, whitespace: true }]}
        >
          <Input.TextArea rows={lines} maxLength={600} />
        </Form.Item>
      ))}
    </>
  )
}

/** Chosen from the schemes that the body has, never typed. An indicator that none of them knows any more stays to be seen and taken out. */
export function LeavesField({ schemes, used }: { schemes: readonly KitScheme[]; used: readonly string[] }) {
  const { t } = useTranslation('kit')
  const local = useLocalText()
  const known = new Set(schemes.flatMap((scheme) => scheme.leaves.map((leaf) => leaf.leafId)))
  const strange = used.filter((leafId) => !known.has(leafId))
  const groups = schemes.map((scheme) => ({
    label: local(scheme.title),
    options: scheme.leaves.map((leaf) => ({ value: leaf.leafId, label: `${leaf.leafId} ${local(leaf.name)}` })),
  }))
  return (
    <Form.Item
      name="leafIds"
      label={t('field.leaves')}
      extra={t('field.leavesHint')}
      rules={[{ type: 'array', max: 20 }]}
    >
      <Select
        mode="multiple"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('field.leavesNone')}
        options={[
          ...groups,
          ...(strange.length > 0
            ? [{ label: t('field.leavesGone'), options: strange.map((value) => ({ value, label: value })) }]
            : []),
        ]}
      />
    </Form.Item>
  )
}

/** Who decided the point, or what it was read in. */
export function FromField() {
  const { t } = useTranslation('kit')
  return (
    <Form.Item
      name="from"
      label={t('field.from')}
      extra={t('field.fromHint')}
      rules={[{ required: true, whitespace: true }]}
    >
      <Input maxLength={300} />
    </Form.Item>
  )
}

/** Two to six choices, one of them right. */
export function ChoicesField() {
  const { t } = useTranslation(['kit', 'common'])
  return (
    <Form.Item label={t('kit:field.choices')} required extra={t('kit:field.choicesHint')}>
      <Form.Item
        name="right"
        noStyle
        dependencies={['choices']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, right: unknown) =>
              typeof right === 'number' && right < ((getFieldValue('choices') as unknown[] | undefined)?.length ?? 0)
                ? Promise.resolve()
                : Promise.reject(new Error(t('kit:field.rightMissing'))),
          }),
        ]}
      >
        <Radio.Group style={{ width: '100%' }}>
          <Form.List
            name="choices"
            rules={[
              {
                validator: (_, choices: unknown[] = []) =>
                  choices.length >= 2 ? Promise.resolve() : Promise.reject(new Error(t('kit:field.twoChoices'))),
              },
            ]}
          >
            {(fields, { add, remove }, { errors }) => (
              <>
                {fields.map(({ key, name }) => (
                  <div key={key} className="sp-kit-choice">
                    <Radio value={name} aria-label={t('kit:field.right', { at: name + 1 })} />
                    {(['zh', 'en'] as const).map((language) => (
                      <Form.Item
                        key={language}
                        name={[name, 'text', language]}
                        rules={[{ required: true, whitespace: true }]}
                      >
                        <Input
                          maxLength={300}
                          placeholder={t(`kit:field.${language}`)}
                          aria-label={`${t('kit:field.choice', { at: name + 1 })} ${t(`kit:field.${language}`)}`}
                        />
                      </Form.Item>
                    ))}
                    <Button type="text" onClick={() => remove(name)}>
                      {t('common:action.remove')}
                    </Button>
                  </div>
                ))}
                <Form.ErrorList errors={errors} />
                {fields.length < MOST_CHOICES && (
                  <Button onClick={() => add({ id: '', text: { zh: '', en: '' } })}>{t('kit:field.addChoice')}</Button>
                )}
              </>
            )}
          </Form.List>
        </Radio.Group>
      </Form.Item>
    </Form.Item>
  )
}
