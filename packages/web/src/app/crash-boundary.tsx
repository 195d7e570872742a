// What stands when a page breaks while it is drawn: a sentence and a way on instead of a blank window. The shell
// around it stays, so one can also just go elsewhere.
import { Component, type ComponentChildren } from 'preact';
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';

interface Props {
  /** A new place begins anew, without the breakage. */
  readonly place: string;
  readonly children: ComponentChildren;
}

interface State {
  readonly brokenAt: string | null;
}

export class CrashBoundary extends Component<Props, State> {
  override state: State = { brokenAt: null };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ brokenAt: this.props.place });
  }

  override render() {
    if (this.state.brokenAt !== this.props.place) return this.props.children;
    return (
      <div className="page page-narrow">
        <Note tone="bad" title="This page broke." urgent>
          <span>
            Nothing you sent before is lost. Load the page again; if it breaks again, tell your admin.
          </span>
          <div>
            <Button icon="redo" onPress={() => location.reload()}>
              Load again
            </Button>
          </div>
        </Note>
      </div>
    );
  }
}
