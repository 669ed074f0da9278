import { Checkbox, Form } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { DayField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { ConfirmDialog } from '#src/ui/dialog.tsx'
import { toast } from '#src/ui/toast.tsx'
import { dayOf } from '#src/ui/when.ts'
import * as contract from '../contract/endpoints.ts'
import { FromField } from './fields.tsx'

type ActionsProps = { detail: contract.KitDetail; hasDraft: boolean; onChoose: (id: string | null) => void }

/** Excel out and in, a new draft, dropping it, putting it to use: each only for whom it is. */
export function KitActions({ detail, hasDraft, onChoose }: ActionsProps) {
  const { t } = useTranslation('kit')
  const may = useMay()
  const words = useFailureWords()
  const [asking, setAsking] = useState<'use' | 'drop' | null>(null)
  const drafting = useCommand(contract.draftVisitKit)
  const dropping = useCommand(contract.dropVisitKit)
  const told = (failure: unknown) => toast(words(failure).title, { bad: true })
  const draft = () => drafting.run({ body: { id: newId(), copyOf: detail.id } }).then(({ id }) => onChoose(id), told)
  const drop = () =>
    dropping
      .run({ params: { kitId: detail.id }, query: { version: String(detail.version) } })
      .then(() => onChoose(null), told)
      .finally(() => setAsking(null))
  const isDraft = detail.state === 'draft'
  return (
    <RowOf>
      <a
        className={buttonClass({})}
        href={addressOf(contract.downloadVisitKit.path, { kitId: detail.id }, {})}
        download
      >
        {t('excelOut')}
      </a>
      {may(contract.importVisitKit) && <ImportKit onDone={onChoose} />}
      {!hasDraft && may(contract.draftVisitKit) && (
        <Button kind="primary" icon="pen" busy={drafting.busy} onClick={draft}>
          {t('draft')}
        </Button>
      )}
      {isDraft && may(contract.dropVisitKit) && <Button onClick={() => setAsking('drop')}>{t('drop')}</Button>}
      {isDraft && may(contract.putVisitKitToUse) && (
        <Button kind="primary" icon="check" onClick={() => setAsking('use')}>
          {t('putToUse')}
        </Button>
      )}
      {asking === 'use' && <PutToUse detail={detail} onClose={() => setAsking(null)} />}
      <ConfirmDialog
        open={asking === 'drop'}
        title={t('drop')}
        detail={t('dropHint')}
        go={t('drop')}
        danger
        busy={dropping.busy}
        onGo={() => void drop()}
        onClose={() => setAsking(null)}
      />
    </RowOf>
  )
}

/** Whoever puts a kit to use knows how much of it is only a proposal. */
function PutToUse({ detail, onClose }: { detail: contract.KitDetail; onClose: () => void }) {
  const { t } = useTranslation('kit')
  const putting = useCommand(contract.putVisitKitToUse)
  const count = detail.unconfirmedCount
  return (
    <FormDrawer<{ fromOn: string; accepts?: boolean }>
      title={t('putToUse')}
      initial={{ fromOn: dayOf(new Date().toISOString()) }}
      send={({ fromOn }) =>
        putting.run({
          params: { kitId: detail.id },
          body: { version: detail.version, fromOn, acceptsUnconfirmed: count },
        })
      }
      busy={putting.busy}
      error={putting.error}
      onClose={onClose}
      sendWords={t('putToUse')}
    >
      <p>{t('putHint')}</p>
      <DayField name="fromOn" label={t('field.fromOn')} required />
      {count > 0 && (
        <Form.Item
          name="accepts"
          valuePropName="checked"
          rules={[
            {
              validator: (_, accepts: boolean) =>
                accepts ? Promise.resolve() : Promise.reject(new Error(t('acceptFirst'))),
            },
          ]}
        >
          <Checkbox>{t('acceptUnconfirmed', { count })}</Checkbox>
        </Form.Item>
      )}
    </FormDrawer>
  )
}

function ImportKit({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useTranslation('kit')
  const picker = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<{ name: string; base64: string } | null>(null)
  const importing = useCommand(contract.importVisitKit)
  const pick = (picked: File) =>
    picked.arrayBuffer().then((bytes) => {
      const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte))
      setFile({ name: picked.name, base64: btoa(letters.join('')) })
    })
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".xlsx"
        hidden
        aria-label={t('excelIn')}
        onChange={(event) => {
          const [picked] = event.target.files ?? []
          if (picked) void pick(picked)
          event.target.value = ''
        }}
      />
      <Button onClick={() => picker.current?.click()}>{t('excelIn')}</Button>
      {file && (
        <FormDrawer<{ from: string }>
          title={t('excelIn')}
          initial={{}}
          send={({ from }) => importing.run({ body: { id: newId(), ...file, from } }).then(({ id }) => onDone(id))}
          busy={importing.busy}
          error={importing.error}
          onClose={() => setFile(null)}
          sendWords={t('excelIn')}
        >
          <p>{t('excelInHint', { name: file.name })}</p>
          <FromField />
        </FormDrawer>
      )}
    </>
  )
}
