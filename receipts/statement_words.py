"""Every word of a statement's copy, in each language it can be said in. A language is one more row of the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from cashier.domain.statements import StatementKind
from cashier.domain.times import ENGLISH_CLOCK, ENGLISH_HALVES, Halves, clock_words

_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPANISH_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_NUMBERED_MONTHS = tuple(str(month) for month in range(1, 13))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWords:
    """One language. What stands in braces is filled in; ``kinds`` are hospital, professional, pharmacy, premium.

    ``ages``: not yet due, 1 to 30, 31 to 60, 61 to 90 and over 90 days past due.
    """

    title: str
    made: str
    statement: str
    member: str
    guarantor: str
    statement_date: str
    due_date: str
    service_date: str
    kinds: tuple[str, str, str, str]
    dated: str
    description: str
    amount: str
    billed: str
    paid: str
    open: str
    no_lines: str
    aging: str
    ages: tuple[str, str, str, str, str]
    messages: str
    autopay: str
    review: str
    plan: str
    late: str
    assistance: str
    confidential: str
    ways: str
    online: str
    app: str
    phone: str
    mail: str
    bank: str
    detach: str
    remit_to: str
    enclosed: str
    check_to: str
    questions: str
    page: str
    continued: str
    months: tuple[str, ...]
    date_form: str
    clock_form: str = ENGLISH_CLOCK
    halves: Halves = ENGLISH_HALVES

    def clock(self, there: datetime) -> str:
        """The time of a day as this language writes it, in the zone of ``there``."""
        return clock_words(there, self.clock_form, self.halves)

    def day(self, day: date) -> str:
        """A date as this language writes it."""
        return self.date_form.format(month=self.months[day.month - 1], day=day.day, year=day.year)

    def kind(self, kind: StatementKind) -> str:
        """What is billed."""
        return self.kinds[tuple(StatementKind).index(kind)]


STATEMENT_WORDS: Mapping[str, StatementWords] = MappingProxyType(
    {
        "en": StatementWords(
            title="Statement copy",
            made="Copy made {day}",
            statement="Statement",
            member="Member",
            guarantor="Guarantor",
            statement_date="Statement date",
            due_date="Due date",
            service_date="Service date",
            kinds=("Hospital", "Professional", "Pharmacy", "Premium"),
            dated="Date",
            description="Description",
            amount="Amount",
            billed="Billed",
            paid="Paid or adjusted since",
            open="Amount due",
            no_lines="The lines of this statement are not at hand where this copy was "
            "made. The sums below are complete.",
            aging="Open in this account, by age",
            ages=("Not yet due", "1-30 days", "31-60 days", "61-90 days", "Over 90 days"),
            messages="Messages",
            autopay="Automatic payment draws this balance on {day}. You do not need to pay it another way.",
            review="Your application for financial assistance is being reviewed. "
            "Paying before the decision is voluntary.",
            plan="An arrangement is in place: {words}.",
            late="This balance is past due. A plan or more time may be possible: ask at "
            "the cashier's window, or call {phone}.",
            assistance="Trouble paying? Financial assistance may cover part or all of a "
            "medical bill. Ask for an application.",
            confidential="This statement is confidential. It is handed to the member in person and not mailed.",
            ways="Ways to pay",
            online="Online: {where}",
            app="App: {where}",
            phone="Phone: {where}",
            mail="Mail: send a check with the payment slip",
            bank="Your bank's bill pay: {where}, with the statement number",
            detach="Detach here and return this slip with your payment",
            remit_to="Remit to",
            enclosed="Amount enclosed  $",
            check_to="Write {number} on your check.",
            questions="Questions: {phone}",
            page="Page {page} of {pages}",
            continued="Statement {number}, continued",
            months=_ENGLISH_MONTHS,
            date_form="{month} {day:02d}, {year}",
        ),
        "es": StatementWords(
            title="Copia del estado de cuenta",
            made="Copia hecha el {day}",
            statement="Estado de cuenta",
            member="Miembro",
            guarantor="Garante",
            statement_date="Fecha del estado",
            due_date="Vence",
            service_date="Fecha de servicio",
            kinds=("Hospital", "Servicios médicos", "Farmacia", "Prima"),
            dated="Fecha",
            description="Descripción",
            amount="Importe",
            billed="Facturado",
            paid="Pagado o ajustado desde entonces",
            open="Total a pagar",
            no_lines="El detalle de este estado no está disponible donde se hizo esta "
            "copia. Los totales están completos.",
            aging="Pendiente en esta cuenta, por antigüedad",
            ages=("Por vencer", "1-30 días", "31-60 días", "61-90 días", "Más de 90"),
            messages="Mensajes",
            autopay="El pago automático cobrará este saldo el {day}. No hace falta pagarlo de otra forma.",
            review="Su solicitud de asistencia financiera está en revisión. Pagar antes de la decisión es voluntario.",
            plan="Hay un acuerdo vigente: {words}.",
            late="Este saldo está vencido. Puede haber un plan o más tiempo: pregunte en la caja o llame al {phone}.",
            assistance="¿Le cuesta pagar? La asistencia financiera puede cubrir parte o toda la factura médica. "
            "Pida una solicitud.",
            confidential="Este estado es confidencial. Se entrega al miembro en persona y no se envía por correo.",
            ways="Formas de pago",
            online="En línea: {where}",
            app="Aplicación: {where}",
            phone="Teléfono: {where}",
            mail="Correo: envíe un cheque con el talón de pago",
            bank="Pago de facturas de su banco: {where}, con el número del estado",
            detach="Corte aquí y devuelva este talón con su pago",
            remit_to="Enviar a",
            enclosed="Importe incluido  $",
            check_to="Escriba {number} en su cheque.",
            questions="Preguntas: {phone}",
            page="Página {page} de {pages}",
            continued="Estado de cuenta {number}, continuación",
            months=_SPANISH_MONTHS,
            date_form="{day} {month} {year}",
            halves=("a. m.", "p. m."),
        ),
        "zh": StatementWords(
            title="账单副本",
            made="副本日期 {day}",
            statement="账单",
            member="会员",
            guarantor="付款责任人",
            statement_date="账单日期",
            due_date="到期日",
            service_date="服务日期",
            kinds=("医院", "医生服务", "药房", "保费"),
            dated="日期",
            description="说明",
            amount="金额",
            billed="账单金额",
            paid="此后已付或已调整",
            open="应付金额",
            no_lines="制作此副本时无法取得账单明细。以下总额完整无误。",
            aging="此账户未付金额，按逾期时间",
            ages=("未到期", "1-30 天", "31-60 天", "61-90 天", "90 天以上"),
            messages="通知",
            autopay="自动付款将于 {day} 扣除此余额。您无需以其他方式付款。",
            review="您的经济援助申请正在审核中。在作出决定之前，付款是自愿的。",
            plan="已有安排：{words}。",
            late="此余额已逾期。您或可分期付款或延期：请在收款窗口询问，或致电 {phone}。",
            assistance="付款有困难吗？经济援助可能支付部分或全部医疗费用。请索取申请表。",
            confidential="此账单属于保密信息，只当面交给会员本人，不邮寄。",
            ways="付款方式",
            online="网上：{where}",
            app="手机应用：{where}",
            phone="电话：{where}",
            mail="邮寄：将支票与付款回执一起寄出",
            bank="银行账单支付：{where}，并注明账单号",
            detach="请沿此线撕下，并将此回执随款寄回",
            remit_to="寄往",
            enclosed="随附金额  $",
            check_to="请在支票上写明 {number}。",
            questions="咨询电话：{phone}",
            page="第 {page} 页，共 {pages} 页",
            continued="账单 {number}（续）",
            months=_NUMBERED_MONTHS,
            date_form="{year}年{month}月{day}日",
            clock_form="{hour_of_day:02d}:{minute:02d}",
        ),
        "ko": StatementWords(
            title="청구서 사본",
            made="사본 작성일 {day}",
            statement="청구서",
            member="회원",
            guarantor="납부 책임자",
            statement_date="청구일",
            due_date="납부 기한",
            service_date="진료일",
            kinds=("병원", "의사 진료", "약국", "보험료"),
            dated="날짜",
            description="내용",
            amount="금액",
            billed="청구 금액",
            paid="이후 납부 또는 조정",
            open="납부할 금액",
            no_lines="이 사본을 만든 곳에서는 청구 내역을 볼 수 없습니다. 아래 합계는 정확합니다.",
            aging="이 계정의 미납 금액, 기간별",
            ages=("기한 전", "1-30일", "31-60일", "61-90일", "90일 초과"),
            messages="알림",
            autopay="{day}에 자동 납부로 이 금액이 인출됩니다. 다른 방법으로 내실 필요가 없습니다.",
            review="재정 지원 신청을 심사하고 있습니다. 결정 전의 납부는 선택 사항입니다.",
            plan="약정이 있습니다: {words}.",
            late="납부 기한이 지났습니다. 분할 납부나 기한 연장이 가능할 수 있습니다. "
            "수납 창구나 {phone}에 문의하십시오.",
            assistance="납부가 어려우십니까? 재정 지원으로 의료비의 일부 또는 전부를 지원받을 "
            "수 있습니다. 신청서를 요청하십시오.",
            confidential="이 청구서는 비공개이며 회원 본인에게 직접 전달하고 우편으로 보내지 않습니다.",
            ways="납부 방법",
            online="온라인: {where}",
            app="앱: {where}",
            phone="전화: {where}",
            mail="우편: 납부서와 함께 수표를 보내십시오",
            bank="은행 청구서 납부: {where}, 청구서 번호 기재",
            detach="이 선을 따라 떼어 납부금과 함께 보내십시오",
            remit_to="보낼 곳",
            enclosed="동봉 금액  $",
            check_to="수표에 {number}를 적으십시오.",
            questions="문의: {phone}",
            page="{pages}쪽 중 {page}쪽",
            continued="청구서 {number} (계속)",
            months=_NUMBERED_MONTHS,
            date_form="{year}년 {month}월 {day}일",
            clock_form="{half} {hour}:{minute:02d}",
            halves=("오전", "오후"),
        ),
        "vi": StatementWords(
            title="Bản sao hóa đơn",
            made="Bản sao ngày {day}",
            statement="Hóa đơn",
            member="Hội viên",
            guarantor="Người bảo lãnh",
            statement_date="Ngày hóa đơn",
            due_date="Ngày đến hạn",
            service_date="Ngày dịch vụ",
            kinds=("Bệnh viện", "Bác sĩ", "Nhà thuốc", "Phí bảo hiểm"),
            dated="Ngày",
            description="Nội dung",
            amount="Số tiền",
            billed="Số tiền tính",
            paid="Đã trả hoặc điều chỉnh sau đó",
            open="Số tiền phải trả",
            no_lines="Chi tiết của hóa đơn này không có sẵn nơi làm bản sao. Các tổng số dưới đây là đầy đủ.",
            aging="Chưa trả trong tài khoản này, theo thời gian",
            ages=("Chưa đến hạn", "1-30 ngày", "31-60 ngày", "61-90 ngày", "Trên 90 ngày"),
            messages="Thông báo",
            autopay="Thanh toán tự động sẽ thu số tiền này ngày {day}. Quý vị không cần trả cách khác.",
            review="Đơn xin trợ giúp tài chính của quý vị đang được xét. Trả trước khi có quyết định là tự nguyện.",
            plan="Đã có thỏa thuận: {words}.",
            late="Số tiền này đã quá hạn. Có thể trả góp hoặc gia hạn: xin hỏi tại quầy thu ngân hoặc gọi {phone}.",
            assistance="Khó trả? Trợ giúp tài chính có thể trả một phần hoặc toàn bộ hóa đơn y tế. Hãy xin mẫu đơn.",
            confidential="Hóa đơn này được bảo mật, chỉ trao tận tay hội viên và không gửi qua bưu điện.",
            ways="Các cách trả",
            online="Trực tuyến: {where}",
            app="Ứng dụng: {where}",
            phone="Điện thoại: {where}",
            mail="Bưu điện: gửi chi phiếu kèm phiếu thanh toán",
            bank="Trả hóa đơn qua ngân hàng: {where}, ghi số hóa đơn",
            detach="Cắt tại đây và gửi phiếu này kèm tiền trả",
            remit_to="Gửi đến",
            enclosed="Số tiền gửi kèm  $",
            check_to="Ghi {number} trên chi phiếu.",
            questions="Câu hỏi: {phone}",
            page="Trang {page} trên {pages}",
            continued="Hóa đơn {number}, tiếp theo",
            months=_NUMBERED_MONTHS,
            date_form="{day}/{month}/{year}",
            clock_form="{hour_of_day:02d}:{minute:02d}",
        ),
    }
)


def statement_words(language: str) -> StatementWords:
    """The words of a language, by what stands before its hyphen; English where there are none yet."""
    return STATEMENT_WORDS.get(language.partition("-")[0], STATEMENT_WORDS["en"])
