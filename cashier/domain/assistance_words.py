"""What financial assistance is, in one paragraph, as screen and paper say it in the member's language.

Facts: California Health and Safety Code 127400 and following. A language is one more row of the table.
"""

from collections.abc import Mapping
from types import MappingProxyType

from cashier.domain.languages import spoken_in

_PARAGRAPHS: Mapping[str, str] = MappingProxyType(
    {
        "en": "Financial assistance can pay part or all of what you owe for medical care here. Whether you qualify "
        "depends "
        "on your household's size and income. Applying is free, there is no deadline, and it never changes the care "
        "you "
        "get. It does not cover health plan premiums. While your application is reviewed, paying is voluntary.",
        "es": "La asistencia financiera puede pagar parte o todo lo que usted debe por su atención médica aquí. "
        "Depende del "
        "tamaño y los ingresos de su hogar. Solicitarla es gratis, no hay fecha límite y nunca cambia la atención que "
        "recibe. No cubre las primas del plan de salud. Mientras se revisa su solicitud, pagar es voluntario.",
        "zh": "经济援助可以支付您在此处就医所欠费用的一部分或全部。是否符合条件取决于您的家庭人数和收入。申请免费，"
        "没有截止日期，"
        "也绝不会影响您得到的医疗服务。它不包括健康保险的保费。在审核申请期间，付款是自愿的。",
        "ko": "재정 지원은 이곳에서 받은 진료비의 일부 또는 전부를 지원할 수 있습니다. 자격은 가구원 수와 소득에 따라 "
        "정해집니다. "
        "신청은 무료이고 기한이 없으며, 받으시는 진료에 아무런 영향을 주지 않습니다. 건강보험료는 지원하지 않습니다. "
        "신청을 심사하는 동안 납부는 선택 사항입니다.",
        "vi": "Trợ giúp tài chính có thể trả một phần hoặc toàn bộ số tiền quý vị nợ cho việc chăm sóc y tế tại đây. "
        "Điều "
        "kiện tùy theo số người và thu nhập trong gia đình. Nộp đơn miễn phí, không có hạn chót và không bao giờ ảnh "
        "hưởng "
        "đến việc chăm sóc quý vị nhận được. Chương trình không trả phí bảo hiểm. Trong khi đơn được xét, việc trả "
        "tiền "
        "là tự nguyện.",
        "zh-Hant": "經濟援助可以支付您在此處就醫所欠費用的一部分或全部。是否符合條件取決於您的家庭人數和收入。"
        "申請免費，沒有截止日期，也絕不會影響您得到的醫療服務。它不包括健康保險的保費。在審核申請期間，付款是自願的。",
        "tl": "Maaaring bayaran ng tulong pinansiyal ang bahagi o lahat ng utang ninyo sa pagpapagamot dito. Nakabatay "
        "ito sa dami at kita ng inyong sambahayan. Libre ang mag-aplay, walang huling araw, at hindi nito kailanman "
        "binabago ang pag-aalagang natatanggap ninyo. Hindi nito sakop ang premium ng planong pangkalusugan. Habang "
        "sinusuri ang aplikasyon, boluntaryo ang pagbabayad.",
        "hy": "Ֆինանսական օգնությունը կարող է վճարել այստեղ ստացած բժշկական օգնության ձեր պարտքի մի մասը կամ ամբողջը։ "
        "Դա կախված է ձեր ընտանիքի անդամների թվից և եկամտից։ Դիմելն անվճար է, վերջնաժամկետ չկա, և դա երբեք չի փոխում "
        "ձեր ստացած բուժումը։ Այն չի ծածկում առողջության ապահովագրավճարը։ Քանի դեռ դիմումը քննվում է, վճարելը կամավոր "
        "է։",
        "ru": "Финансовая помощь может оплатить часть или весь ваш долг за лечение здесь. Она зависит от числа членов "
        "семьи и дохода. Подать заявление можно бесплатно и в любое время, и это никак не меняет вашего лечения. Она "
        "не покрывает взносы за медицинскую страховку. Пока заявление рассматривается, платить — дело добровольное.",
    }
)


def assistance_paragraph(language: str) -> str:
    """The paragraph in a reader's language; English where there is none."""
    return _PARAGRAPHS[spoken_in(language)]
