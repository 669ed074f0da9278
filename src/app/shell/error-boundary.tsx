import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { StateNote } from '#src/ui/states.tsx'

function ScreenFault() {
  const { t } = useTranslation('common')
  return (
    <StateNote
      bad
      icon="warn"
      title={t('state.screenFault')}
      detail={t('state.screenFaultHint')}
      action={
        <Button kind="primary" icon="refresh" onClick={() => window.location.reload()}>
          {t('state.reload')}
        </Button>
      }
    />
  )
}

type Props = { children: ReactNode; place: string }

/** A screen that breaks takes down only itself; going elsewhere (`place`) starts afresh. */
export class ErrorBoundary extends Component<Props, { isBroken: boolean; place: string }> {
  override state = { isBroken: false, place: this.props.place }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  static getDerivedStateFromProps(props: Props, state: { isBroken: boolean; place: string }) {
    return props.place === state.place ? null : { isBroken: false, place: props.place }
  }

  override render() {
    return this.state.isBroken ? <ScreenFault /> : this.props.children
  }
}
