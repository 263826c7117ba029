"""The operator's alarm: Prefect's own automation, as code, that tells of a run that failed.

Its action is a notification block of ours, which a Prefect server finds by the entry point
`prefect.collections`; ours imports it. The block writes into the outbox of the books that the
server's environment names, so the alarm goes by our own channels, once a day for each run.
"""

import asyncio
from contextlib import closing
from datetime import timedelta
from uuid import UUID

from prefect.blocks.abstract import NotificationBlock
from prefect.client.orchestration import PrefectClient
from prefect.events.actions import SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from lotrinh import bootstrap

TAG = "lotrinh"
AUTOMATION = "lotrinh-operator"
BLOCK = "lotrinh-operator"
_BAD_ENDS = frozenset(f"prefect.flow-run.{end}" for end in ("Failed", "Crashed", "TimedOut"))


class OperatorAlarm(NotificationBlock):
    """Tells the operator that settings.yaml names, through the outbox."""

    _block_type_name = "Lộ Trình Operator Alarm"
    _block_type_slug = "lotrinh-operator-alarm"

    async def notify(self, body: str, subject: str | None = None) -> None:
        """Tell that the run of a flow (`subject`) has failed, and why (`body`)."""
        await asyncio.to_thread(_tell, subject or "", body)


def _tell(run: str, why: str) -> None:
    with closing(bootstrap.open_program()) as program:
        program.alarm(run, why)


async def reconcile_alarm(client: PrefectClient, *, wanted: bool) -> None:
    """Have one automation of ours, as it is written here, or none; safe to run again."""
    found = await client.read_automations_by_name(AUTOMATION)
    for surplus in found[wanted:]:
        await client.delete_automation(surplus.id)
    if not wanted:
        return
    automation = _automation(await OperatorAlarm().save(BLOCK, overwrite=True))
    if found:
        await client.update_automation(found[0].id, automation)
    else:
        await client.create_automation(automation)


def _automation(block: UUID) -> AutomationCore:
    """Return what is to happen when a run of ours fails."""
    return AutomationCore(
        name=AUTOMATION,
        description="Báo người vận hành khi một lần chạy bị hỏng",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            expect=set(_BAD_ENDS),
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            match_related=ResourceSpecification(
                {"prefect.resource.id": f"prefect.tag.{TAG}", "prefect.resource.role": "tag"}
            ),
            for_each={"prefect.resource.id"},
            threshold=1,
            within=timedelta(0),
        ),
        actions=[
            SendNotification(
                block_document_id=block,
                subject="{{ flow.name }}",
                body="{{ flow_run.state.name }}: {{ flow_run.state.message }}",
            )
        ],
    )
