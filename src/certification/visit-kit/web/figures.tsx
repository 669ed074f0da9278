import { Form, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { LocalText } from '#src/evaluation/scheme/contract.ts'
import { Button } from '#src/ui/button.tsx'
import { FromField, WordsFields } from './fields.tsx'
import type { KitDesk } from './use-kit.ts'

type Fields = { drawn: number; passPercent: number; from: string }

/** How many questions one test draws, and from which share of their points it is passed. */
export function TestFigures({ desk }: { desk: KitDesk }) {
  const { t } = useTranslation('kit')
  const [isOpen, setOpen] = useState(false)
  const { drawn, passShare, questions } = desk.kit.knowledge
  const percent = passShare.basisPoints / 100
  const send = ({ from, ...said }: Fields) =>
    desk.save(
      {
        ...desk.kit,
        knowledge: {
          questions,
          drawn: { ...drawn, value: said.drawn },
          passShare: { ...passShare, basisPoints: Math.round(said.passPercent * 100) },
        },
      },
      { from, confirms: ['drawn', 'passShare'] },
    )
  return (
    <>
      <span className="sp-soft">{t('testFigures', { count: drawn.value, percent })}</span>
      {desk.canEdit && (
        <Button icon="pen" onClick={() => setOpen(true)}>
          {t('editFigures')}
        </Button>
      )}
      {isOpen && (
        <FormDrawer<Fields>
          title={t('editFigures')}
          initial={{ drawn: drawn.value, passPercent: percent, from: desk.lastFrom }}
          send={send}
          busy={desk.busy}
          error={desk.error}
          onClose={() => setOpen(false)}
          sendWords={t('saveConfirmed')}
        >
          <Form.Item
            name="drawn"
            label={t('field.drawn')}
            rules={[
              { required: true },
              {
                validator: (_, value: number) =>
                  questions.length === 0 || value <= questions.length
                    ? Promise.resolve()
                    : Promise.reject(new Error(t('field.drawnTooMany', { count: questions.length }))),
              },
            ]}
          >
            <InputNumber min={1} max={50} precision={0} />
          </Form.Item>
          <Form.Item name="passPercent" label={t('field.passPercent')} rules={[{ required: true }]}>
            <InputNumber min={0} max={100} precision={1} suffix="%" />
          </Form.Item>
          <FromField />
        </FormDrawer>
      )}
    </>
  )
}

/** The kit's own name. */
export function TitleForm({ desk, onClose }: { desk: KitDesk; onClose: () => void }) {
  const { t } = useTranslation('kit')
  return (
    <FormDrawer<{ name: LocalText }>
      title={t('editTitle')}
      initial={{ name: desk.kit.title }}
      send={({ name }) => desk.save({ ...desk.kit, title: name })}
      busy={desk.busy}
      error={desk.error}
      onClose={onClose}
    >
      <WordsFields name="name" lines={1} />
    </FormDrawer>
  )
}
