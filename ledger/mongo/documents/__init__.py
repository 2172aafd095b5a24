"""Knows the collections, their fields that are queried, and their indexes; built by an explicit step.

Issues, events, receipts and alerts are written as plain documents on the hot path (`commit`); these classes
say what stands in them and which questions they answer fast.
"""

from ledger.mongo.documents.alerts import (
    AlertDocument,
    ArchivedAlertDocument,
    ArchivedNoticeDocument,
    ChoiceDocument,
    DeliveryDocument,
    EndpointDocument,
    NoticeDocument,
)
from ledger.mongo.documents.bulletins import BulletinDocument
from ledger.mongo.documents.counters import CounterDocument, PeriodDocument, UncountedDocument
from ledger.mongo.documents.exports import ExportDocument
from ledger.mongo.documents.figures import (
    FigureDocument,
    PermitDocument,
    TargetFigureDocument,
    UndispatchedDocument,
    WatchedDocument,
)
from ledger.mongo.documents.imports import (
    ImportDocument,
    ImportLineDocument,
    ImportLookDocument,
    ImportMappingDocument,
    ImportRowDocument,
)
from ledger.mongo.documents.issues import (
    ArchivedEventDocument,
    ArchivedIssueDocument,
    ArchivedReceiptDocument,
    EventDocument,
    InformantDocument,
    IssueDocument,
    ReceiptDocument,
    RevealDocument,
    SerialDocument,
)
from ledger.mongo.documents.people import (
    AccountDocument,
    BrowserDocument,
    DeviceDocument,
    JournalDocument,
    KeyDocument,
    SessionDocument,
    ThumbnailDocument,
    TokenDocument,
    TriesDocument,
    UploadDocument,
)
from ledger.mongo.documents.positions import AnsweredDocument, DeadLetterDocument, LeaseDocument, PositionDocument
from ledger.mongo.documents.registry import (
    CategoryDocument,
    EvidenceDocument,
    PersonDocument,
    PostDocument,
    ProjectDocument,
    RegionDocument,
    RegistryEventDocument,
    RouteDocument,
    TownshipDocument,
    UnitDocument,
    ZoneDocument,
)
from ledger.mongo.documents.rules import (
    CalendarDocument,
    DispatchDocument,
    PolicyDocument,
    RetentionDocument,
    RuleFileDocument,
)
from ledger.mongo.documents.views import LookDocument, ViewDocument

DOCUMENTS = (
    RegionDocument,
    UnitDocument,
    PersonDocument,
    ProjectDocument,
    PostDocument,
    ZoneDocument,
    TownshipDocument,
    EvidenceDocument,
    CategoryDocument,
    RouteDocument,
    RegistryEventDocument,
    CalendarDocument,
    TokenDocument,
    AccountDocument,
    SessionDocument,
    DeviceDocument,
    TriesDocument,
    BrowserDocument,
    KeyDocument,
    JournalDocument,
    ReceiptDocument,
    ArchivedReceiptDocument,
    IssueDocument,
    ArchivedIssueDocument,
    EventDocument,
    ArchivedEventDocument,
    InformantDocument,
    RevealDocument,
    AlertDocument,
    ArchivedAlertDocument,
    NoticeDocument,
    ArchivedNoticeDocument,
    ChoiceDocument,
    PolicyDocument,
    RetentionDocument,
    DispatchDocument,
    RuleFileDocument,
    EndpointDocument,
    DeliveryDocument,
    AnsweredDocument,
    UploadDocument,
    ThumbnailDocument,
    DeadLetterDocument,
    PositionDocument,
    SerialDocument,
    UncountedDocument,
    CounterDocument,
    PeriodDocument,
    ViewDocument,
    LookDocument,
    ExportDocument,
    ImportDocument,
    ImportRowDocument,
    ImportMappingDocument,
    ImportLookDocument,
    ImportLineDocument,
    FigureDocument,
    UndispatchedDocument,
    PermitDocument,
    WatchedDocument,
    BulletinDocument,
    TargetFigureDocument,
    LeaseDocument,
)
