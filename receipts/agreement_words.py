"""Every word of agreements and applications, in each language they can be said in. A language is one more row.

What the law wants word for word is not here: it is said as it is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from receipts.words import receipt_language


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWords:
    """One language. What stands in braces is filled in."""

    extension: str
    was_due: str
    now_due: str
    extension_says: str
    plan: str
    balance: str
    installments: str
    each: str
    last: str
    first: str
    free: str
    miss: str
    early: str
    member_signs: str
    center_signs: str
    date: str
    application: str
    send_to: str
    enclose: str
    proofs: tuple[str, str, str]
    by_phone: str
    online: str
    complaint: str
    alliance: str


AGREEMENT_WORDS: Mapping[str, AgreementWords] = MappingProxyType(
    {
        "en": AgreementWords(
            extension="Extension of a due date",
            was_due="Was due",
            now_due="Now due",
            extension_says="The statement is not overdue before the new date. No interest and no fee are charged.",
            plan="Payment plan agreement",
            balance="Balance",
            installments="Installments",
            each="Each",
            last="Last",
            first="First due {day}, then every month on the same day.",
            free="The plan is without interest and without fees.",
            miss="If an installment can't be paid, call {phone} before it is due.",
            early="All or more may be paid at any time.",
            member_signs="Member or guarantor",
            center_signs="For the medical center",
            date="Date",
            application="Application for financial assistance",
            send_to="Send the application to",
            enclose="Put this cover on top, and enclose",
            proofs=(
                "the application, signed",
                "proof of income of the household",
                "other medical bills, if there are any",
            ),
            by_phone="Help with the application: {phone}",
            online="Also online: {where}",
            complaint="Hospital Bill Complaint Program: HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="Free help to understand bills: Health Consumer Alliance, 1-888-804-3536, healthconsumer.org",
        ),
        "es": AgreementWords(
            extension="Prórroga del vencimiento",
            was_due="Vencía",
            now_due="Vence ahora",
            extension_says="El estado de cuenta no está vencido antes de la nueva fecha. No se cobran intereses ni "
            "cargos.",
            plan="Acuerdo de plan de pagos",
            balance="Saldo",
            installments="Cuotas",
            each="Cada una",
            last="La última",
            first="La primera vence el {day}; después, cada mes el mismo día.",
            free="El plan no tiene intereses ni cargos.",
            miss="Si no puede pagar una cuota, llame al {phone} antes de que venza.",
            early="Puede pagar todo o más en cualquier momento.",
            member_signs="Miembro o garante",
            center_signs="Por el centro médico",
            date="Fecha",
            application="Solicitud de asistencia financiera",
            send_to="Envíe la solicitud a",
            enclose="Ponga esta hoja encima e incluya",
            proofs=(
                "la solicitud, firmada",
                "comprobantes de ingresos del hogar",
                "otras facturas médicas, si las hay",
            ),
            by_phone="Ayuda con la solicitud: {phone}",
            online="También en línea: {where}",
            complaint="Programa de quejas de facturas de hospital: HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="Ayuda gratis para entender facturas: Health Consumer Alliance, 1-888-804-3536, "
            "healthconsumer.org",
        ),
        "zh": AgreementWords(
            extension="延长付款期限",
            was_due="原到期日",
            now_due="新到期日",
            extension_says="在新的日期之前，此账单不算逾期。不收利息或费用。",
            plan="分期付款协议",
            balance="余额",
            installments="期数",
            each="每期",
            last="最后一期",
            first="第一期于 {day} 到期，此后每月同一天到期。",
            free="此分期付款不收利息或费用。",
            miss="如果无法支付某一期，请在到期前致电 {phone}。",
            early="您可随时付清或多付。",
            member_signs="会员或付款责任人",
            center_signs="医疗中心代表",
            date="日期",
            application="经济援助申请",
            send_to="申请表寄往",
            enclose="请将此页放在最上面，并附上",
            proofs=("已签名的申请表", "家庭收入证明", "其他医疗账单（如有）"),
            by_phone="申请协助：{phone}",
            online="也可上网申请：{where}",
            complaint="医院账单投诉计划：HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="免费账单协助：Health Consumer Alliance，1-888-804-3536，healthconsumer.org",
        ),
        "ko": AgreementWords(
            extension="납부 기한 연장",
            was_due="이전 기한",
            now_due="새 기한",
            extension_says="새 기한 전에는 연체가 아닙니다. 이자나 수수료가 없습니다.",
            plan="분할 납부 약정서",
            balance="잔액",
            installments="회수",
            each="매회",
            last="마지막 회",
            first="첫 회는 {day}, 이후 매월 같은 날이 기한입니다.",
            free="이 약정에는 이자와 수수료가 없습니다.",
            miss="납부가 어려우면 기한 전에 {phone}로 전화하십시오.",
            early="언제든지 전액 또는 더 내실 수 있습니다.",
            member_signs="회원 또는 납부 책임자",
            center_signs="의료 센터",
            date="날짜",
            application="재정 지원 신청",
            send_to="신청서 보낼 곳",
            enclose="이 표지를 맨 위에 놓고 함께 보내십시오",
            proofs=("서명한 신청서", "가구 소득 증빙", "다른 의료비 청구서(있는 경우)"),
            by_phone="신청 도움: {phone}",
            online="온라인: {where}",
            complaint="병원 청구 민원 프로그램: HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="청구서 무료 상담: Health Consumer Alliance, 1-888-804-3536, healthconsumer.org",
        ),
        "vi": AgreementWords(
            extension="Gia hạn ngày trả tiền",
            was_due="Hạn trước",
            now_due="Hạn mới",
            extension_says="Hóa đơn không quá hạn trước ngày mới. Không tính lãi và không tính phí.",
            plan="Thỏa thuận trả góp",
            balance="Số dư",
            installments="Số kỳ",
            each="Mỗi kỳ",
            last="Kỳ cuối",
            first="Kỳ đầu đến hạn ngày {day}, sau đó mỗi tháng cùng ngày.",
            free="Trả góp không có lãi và không có phí.",
            miss="Nếu không trả được một kỳ, xin gọi {phone} trước ngày đến hạn.",
            early="Quý vị có thể trả hết hoặc trả thêm bất cứ lúc nào.",
            member_signs="Hội viên hoặc người bảo lãnh",
            center_signs="Thay mặt trung tâm y tế",
            date="Ngày",
            application="Đơn xin trợ giúp tài chính",
            send_to="Gửi đơn đến",
            enclose="Đặt trang này lên trên và gửi kèm",
            proofs=("đơn đã ký tên", "giấy chứng minh thu nhập gia đình", "hóa đơn y tế khác, nếu có"),
            by_phone="Giúp điền đơn: {phone}",
            online="Cũng có thể nộp trực tuyến: {where}",
            complaint="Chương trình khiếu nại hóa đơn bệnh viện: HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="Giúp hiểu hóa đơn miễn phí: Health Consumer Alliance, 1-888-804-3536, healthconsumer.org",
        ),
        "zh-Hant": AgreementWords(
            extension="延長付款期限",
            was_due="原到期日",
            now_due="新到期日",
            extension_says="在新的日期之前，此帳單不算逾期。不收利息或費用。",
            plan="分期付款協議",
            balance="餘額",
            installments="期數",
            each="每期",
            last="最後一期",
            first="第一期於 {day} 到期，此後每月同一天到期。",
            free="此分期付款不收利息或費用。",
            miss="如果無法支付某一期，請在到期前致電 {phone}。",
            early="您可隨時付清或多付。",
            member_signs="會員或付款責任人",
            center_signs="醫療中心代表",
            date="日期",
            application="經濟援助申請",
            send_to="申請表寄往",
            enclose="請將此頁放在最上面，並附上",
            proofs=("已簽名的申請表", "家庭收入證明", "其他醫療帳單（如有）"),
            by_phone="申請協助：{phone}",
            online="也可上網申請：{where}",
            complaint="醫院帳單投訴計劃：HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="免費帳單協助：Health Consumer Alliance，1-888-804-3536，healthconsumer.org",
        ),
        "tl": AgreementWords(
            extension="Pagpapalawig ng takdang araw",
            was_due="Dating takda",
            now_due="Bagong takda",
            extension_says="Hindi lampas sa takda ang singil bago ang bagong petsa. Walang interes at walang bayarin.",
            plan="Kasunduan sa hulugang bayad",
            balance="Balanse",
            installments="Bilang ng hulog",
            each="Bawat hulog",
            last="Huling hulog",
            first="Ang una ay sa {day}, pagkatapos ay tuwing parehong araw ng bawat buwan.",
            free="Walang interes at walang bayarin ang hulugan.",
            miss="Kung hindi mabayaran ang isang hulog, tumawag sa {phone} bago ang takda nito.",
            early="Maaaring bayaran ang lahat o higit pa anumang oras.",
            member_signs="Miyembro o tagapanagot",
            center_signs="Para sa sentrong medikal",
            date="Petsa",
            application="Aplikasyon para sa tulong pinansiyal",
            send_to="Ipadala ang aplikasyon sa",
            enclose="Ilagay ito sa ibabaw, at isama",
            proofs=(
                "ang aplikasyon, may pirma",
                "katibayan ng kita ng sambahayan",
                "iba pang singil sa pagpapagamot, kung mayroon",
            ),
            by_phone="Tulong sa aplikasyon: {phone}",
            online="Online din: {where}",
            complaint="Programa ng reklamo sa singil ng ospital: HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="Libreng tulong sa mga singil: Health Consumer Alliance, 1-888-804-3536, healthconsumer.org",
        ),
        "hy": AgreementWords(
            extension="Վճարման օրվա երկարաձգում",
            was_due="Նախկին օրը",
            now_due="Նոր օրը",
            extension_says="Մինչև նոր օրը հաշիվը ժամկետանց չէ։ Տոկոս և վճար չի գանձվում։",
            plan="Մաս-մաս վճարելու համաձայնագիր",
            balance="Մնացորդ",
            installments="Մասերի թիվը",
            each="Յուրաքանչյուրը",
            last="Վերջինը",
            first="Առաջինը՝ {day}, այնուհետև ամեն ամիս նույն օրը։",
            free="Համաձայնագիրն առանց տոկոսի և վճարի է։",
            miss="Եթե մասը վճարել չեք կարող, զանգահարեք {phone} մինչև դրա օրը։",
            early="Ամբողջը կամ ավելին կարելի է վճարել ցանկացած ժամանակ։",
            member_signs="Անդամ կամ երաշխավոր",
            center_signs="Բժշկական կենտրոնի կողմից",
            date="Ամսաթիվ",
            application="Ֆինանսական օգնության դիմում",
            send_to="Դիմումն ուղարկել",
            enclose="Այս էջը դրեք վերևում և կցեք",
            proofs=("ստորագրված դիմումը", "ընտանիքի եկամտի ապացույց", "այլ բժշկական հաշիվներ, եթե կան"),
            by_phone="Օգնություն դիմումի հարցում՝ {phone}",
            online="Նաև առցանց՝ {where}",
            complaint="Հիվանդանոցի հաշիվների բողոքներ՝ HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="Անվճար օգնություն հաշիվների հարցում՝ Health Consumer Alliance, 1-888-804-3536, "
            "healthconsumer.org",
        ),
        "ru": AgreementWords(
            extension="Отсрочка платежа",
            was_due="Прежний срок",
            now_due="Новый срок",
            extension_says="До новой даты счёт не просрочен. Проценты и сборы не взимаются.",
            plan="Соглашение о рассрочке",
            balance="Остаток",
            installments="Число платежей",
            each="Каждый",
            last="Последний",
            first="Первый — {day}, затем каждый месяц в тот же день.",
            free="Рассрочка без процентов и без сборов.",
            miss="Если платёж внести не удаётся, позвоните {phone} до его срока.",
            early="Всё или больше можно заплатить в любое время.",
            member_signs="Участник или поручитель",
            center_signs="За медицинский центр",
            date="Дата",
            application="Заявление на финансовую помощь",
            send_to="Отправьте заявление по адресу",
            enclose="Положите этот лист сверху и приложите",
            proofs=("подписанное заявление", "подтверждение дохода семьи", "другие медицинские счета, если есть"),
            by_phone="Помощь с заявлением: {phone}",
            online="Также в интернете: {where}",
            complaint="Жалобы на счета больниц: HospitalBillComplaintProgram.hcai.ca.gov",
            alliance="Бесплатная помощь со счетами: Health Consumer Alliance, 1-888-804-3536, healthconsumer.org",
        ),
    }
)


def agreement_words(language: str) -> AgreementWords:
    """The words of a reader's language; English where there are none, or no letters to draw them with."""
    return AGREEMENT_WORDS[receipt_language(language)]
