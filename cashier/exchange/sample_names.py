"""Names as Californians have them, for invented people: surnames from frequent to rare within each heritage."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Heritage:
    """How people of one heritage are named.

    ``language`` and ``language_words``: what elders may prefer. ``two_surnames``: the father's, then the mother's.
    ``own_surnames``: the partner keeps hers or his. ``own_script``: surname and given names as some write them.
    """

    language: str
    language_words: str
    surnames: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    two_surnames: bool = False
    own_surnames: bool = False
    own_script: tuple[tuple[str, str], ...] = ()


def _words(text: str) -> tuple[str, ...]:
    """Names apart by commas, so that a name may hold a space."""
    return tuple(name.strip() for name in text.split(","))


ENGLISH = Heritage(
    language="en",
    language_words="English",
    surnames=_words(
        "Smith, Johnson, Williams, Brown, Jones, Miller, O'Brien, Davis, Wilson, Anderson, Taylor, Thomas, Moore,"
        "Jackson, Martin, Thompson, White, Harris, Clark, Lewis, Robinson, Walker, Young, Allen, King, Wright, Scott,"
        "Hill, Green, Adams, Baker, Hall, Campbell, Mitchell, Carter, Roberts, Phillips, Evans, Turner, Parker,"
        "Edwards, Collins, Stewart, Morris, Murphy, Cook, Rogers, Morgan, Cooper, Reed, Bailey, Bell, Kelly,"
        "Howard, Ward, McDonald, Washington, Jefferson, Freeman, Booker, Fitzgerald, St. John,"
        "Van der Berg, Schwarz-Lang"
    ),
    women=_words(
        "Mary, Patricia, Jennifer, Linda, Elizabeth, Barbara, Susan, Jessica, Sarah, Karen, Nancy, Lisa, Betty,"
        "Ashley, Sandra, Emily, Donna, Michelle, Carol, Amanda, Olivia, Emma, Sophia, Ava, Mia, Zoë, Tanisha"
    ),
    men=_words(
        "James, Robert, John, Michael, David, William, Richard, Joseph, Thomas, Charles, Christopher, Daniel,"
        "Matthew, Anthony, Mark, Donald, Steven, Andrew, Kevin, Brian, Noah, Liam, Ethan, Lucas, DeShawn, Jamal"
    ),
)

SPANISH = Heritage(
    language="es",
    language_words="Spanish",
    two_surnames=True,
    surnames=_words(
        "García, Hernández, López, Martínez, González, Rodríguez, Pérez, Sánchez, Ramírez, Torres, Flores,"
        "Rivera, Gómez, Díaz, Cruz, Morales, Reyes, Gutiérrez, Ortiz, Chávez, Ramos, Ruiz, Mendoza, Álvarez,"
        "Jiménez, Castillo, Vásquez, Romero, Moreno, Herrera, Aguilar, Medina, Vargas, Castro, Guzmán, Méndez,"
        "Fernández, Muñoz, Salazar, Ibáñez, Núñez, Peña, Delgado, Valdez, Ríos, Estrada, Cervantes, Zúñiga,"
        "Beltrán, Quiñones"
    ),
    women=_words(
        "María, Guadalupe, Juana, Rosa, Leticia, Verónica, Yolanda, Alejandra, Gabriela, Patricia, Sofía, Camila,"
        "Ximena, Lucía, Valentina, Concepción, María José, María del Carmen, Ana Lucía, Inés, Raquel, Noemí"
    ),
    men=_words(
        "José, Juan, Luis, Carlos, Jesús, Miguel, Francisco, Jorge, Alejandro, Antonio, Manuel, Pedro, Ramón,"
        "Raúl, Ángel, Andrés, Martín, Joaquín, José Luis, Juan Carlos, Sebastián, Mateo, Diego, Óscar, Rubén,"
        "Íñigo"
    ),
)

CHINESE = Heritage(
    language="zh",
    language_words="Chinese",
    own_surnames=True,
    surnames=_words(
        "Wong, Chan, Chen, Lee, Wang, Li, Lin, Liu, Zhang, Huang, Wu, Yang, Chang, Ng, Leung, Lau, Cheung, Ho,"
        "Yu, Zhao, Zhou, Xu, Sun, Zhu, Lam, Fong, Tsai, Hsu, Cheng, Guo, Gao, Kwok, Liang, Tang, Deng, Lü, Mei,"
        "Ouyang"
    ),
    women=_words(
        "Mei, Li Hua, Xiu Ying, Yan, Jing, Fang, Min, Hui Min, Wai Ling, Suk Yee, Pui Shan, Xiao Yu, Ting Ting,"
        "Grace, Vivian, Winnie, Amy, Jenny, Lan, Hong, Yu Ting, Siu Fong"
    ),
    men=_words(
        "Wei, Jun, Jian Guo, Ming, Hao, Wei Ming, Chi Keung, Kwok Wai, Ka Ho, Zhi Qiang, Xiao Long, Bo, Tao, Lei,"
        "Raymond, Vincent, Jason, Alvin, Yi, Kai, Zhen, Hon Wai"
    ),
    own_script=(
        ("陈", "美玲"),
        ("王", "小明"),
        ("李", "秀英"),
        ("张", "伟"),
        ("刘", "芳"),
        ("黄", "志强"),
        ("吴", "建国"),
    ),
)

# Nobody here is called Mai: the finder's picture shows all whom "tran mai" finds.
VIETNAMESE = Heritage(
    language="vi",
    language_words="Vietnamese",
    own_surnames=True,
    surnames=_words(
        "Nguyễn, Trần, Lê, Phạm, Huỳnh, Hoàng, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Lý, Đinh, Trương,"
        "Lâm, Nguyen, Tran, Pham, Huynh, Vo, Dang, Bui, Do, Truong, Luong, Cao, Đoàn, Tạ"
    ),
    women=_words(
        "Thị Hoa, Thị Lan, Ngọc Anh, Thu Hà, Bích Ngọc, Kim Liên, Hồng Nhung, Thanh Thúy, Phương Thảo,"
        "Diễm Quỳnh, Thị Hương, Mỹ Duyên, Tuyết, Yến, Như Ý, Cẩm Tú, Linh, Vy, Thảo Vân"
    ),
    men=_words(
        "Văn Hùng, Minh Tuấn, Quốc Bảo, Đức Anh, Hữu Phước, Văn Dũng, Thanh Sơn, Hoàng Long, Công Thành, Gia Huy,"
        "Nam, Khoa, Tâm, Trung Hiếu, Đình Phúc, Xuân Trường, Bảo, Duy, An Khang"
    ),
)

FILIPINO = Heritage(
    language="tl",
    language_words="Tagalog",
    surnames=_words(
        "Santos, Dela Cruz, Bautista, Villanueva, Aquino, Pascual, Mercado, Domingo, Macaraeg, Dimaculangan,"
        "Magsaysay, Panganiban, Manalo, Catacutan, Pangilinan, Sumulong, Lacsamana, Tolentino, Salonga,"
        "Batungbacal, Evangelista, Dimaandal, Macapagal, Manansala, Gatdula, Agbayani, Cabrera, Del Rosario,"
        "De Guzman, Quiambao"
    ),
    women=_words(
        "Maria Cristina, Rosalinda, Imelda, Corazon, Luzviminda, Marites, Jocelyn, Maricel, Ligaya, Dalisay,"
        "Mayumi, Bituin, Mary Grace, Jennylyn, Rowena, Divina, Amihan, Princess"
    ),
    men=_words(
        "Jose Marie, Rodrigo, Ferdinand, Emmanuel, Jericho, Bayani, Dakila, Isagani, Rolando, Reynaldo, Arnel,"
        "Jomar, John Paul, Mark Anthony, Benigno, Crisanto, Danilo, Makisig"
    ),
)

ARMENIAN = Heritage(
    language="hy",
    language_words="Armenian",
    surnames=_words(
        "Hovhannisyan, Grigoryan, Sargsyan, Harutyunyan, Khachatryan, Petrosyan, Karapetyan, Hakobyan, Vardanyan,"
        "Ghazarian, Der Sarkissian, Mkrtchyan, Avetisyan, Manukyan, Keshishian, Bagdasarian, Papazian,"
        "Ter-Petrosyan, Simonyan, Danielyan, Abrahamyan, Galstyan, Minasyan, Tovmasyan"
    ),
    women=_words(
        "Anahit, Ani, Armine, Gayane, Hasmik, Karine, Lusine, Mariam, Narine, Nune, Satenik, Siranush, Sona,"
        "Tatevik, Zabel, Araksya, Shushan, Voski"
    ),
    men=_words(
        "Aram, Armen, Artur, Ashot, Davit, Gagik, Garegin, Hayk, Hovsep, Karen, Levon, Narek, Ruben, Sarkis,"
        "Tigran, Vahan, Vartan, Zaven"
    ),
)

KOREAN = Heritage(
    language="ko",
    language_words="Korean",
    own_surnames=True,
    surnames=_words(
        "Kim, Park, Choi, Jung, Kang, Cho, Yoon, Jang, Lim, Han, Shin, Seo, Kwon, Hwang, Ahn, Song, Yoo, Hong,"
        "Moon, Son, Bae, Baek, Namgung, Seonwoo"
    ),
    women=_words(
        "Ji-woo, Seo-yeon, Min-ji, Soo-jin, Hye-jin, Eun-young, Young-hee, Ha-eun, Yuna, Kyung-sook, Mi-kyung,"
        "Da-hye, Esther, Grace, Hannah, Sun-hee, Bo-ram"
    ),
    men=_words(
        "Min-jun, Seo-jun, Ji-hoon, Sung-min, Young-ho, Dong-hyun, Jae-won, Hyun-woo, Sang-hoon, Kyung-soo,"
        "Tae-yang, Daniel, Joseph, Samuel, Eun-woo, Chul-soo"
    ),
    own_script=(("김", "민지"), ("박", "지훈"), ("이", "서연"), ("최", "영희"), ("정", "하은")),
)

INDIAN = Heritage(
    language="hi",
    language_words="Hindi",
    surnames=_words(
        "Patel, Singh, Shah, Sharma, Kumar, Gupta, Reddy, Kaur, Rao, Desai, Mehta, Iyer, Nair, Joshi, Chaudhary,"
        "Agarwal, Banerjee, Mukherjee, Krishnan, Subramaniam, Venkataraman, Bhattacharya, Gill, Dhillon, Sandhu,"
        "Menon, Pillai"
    ),
    women=_words(
        "Priya, Anjali, Lakshmi, Sunita, Kavita, Neha, Pooja, Divya, Meera, Deepa, Harpreet, Gurleen, Ananya,"
        "Aishwarya, Radha, Shreya, Parvati, Nandini"
    ),
    men=_words(
        "Raj, Amit, Sanjay, Vijay, Anil, Suresh, Ramesh, Arjun, Rohan, Vikram, Gurpreet, Harjit, Karthik, Aditya,"
        "Nikhil, Rahul, Venkatesh, Balwinder"
    ),
)

PERSIAN = Heritage(
    language="fa",
    language_words="Farsi",
    surnames=_words(
        "Hosseini, Ahmadi, Mohammadi, Karimi, Rahimi, Tehrani, Shirazi, Farahani, Moradi, Javadi, Nazarian,Golzari"
    ),
    women=_words("Shirin, Parisa, Leila, Maryam, Nasrin, Fatemeh, Mahsa, Azadeh, Yasaman, Roya"),
    men=_words("Reza, Ali, Hossein, Behrouz, Farhad, Dariush, Kamran, Babak, Cyrus, Siavash"),
)

ELSEWHERE = Heritage(
    language="en",
    language_words="English",
    surnames=_words(
        "Haddad, Khoury, Mansour, Saleh, Abdi, Mohamud, Tesfaye, Bekele, Okafor, Obi, Petrov, Ivanova, Kowalski,"
        "Tanaka, Yamamoto, Sato, Nakamura, Kealoha, Tupou, Faleolo, Yazzie, Vang, Xiong, Moua, Sok, Chea, Müller,"
        "Søgaard"
    ),
    women=_words("Amara, Nadia, Yuki, Keiko, Leilani, Olga, Selam, Pa Houa, Sophea, Fatuma, Ngozi, Irina, Françoise"),
    men=_words("Omar, Chidi, Kenji, Hiroshi, Keoni, Sione, Dmitri, Dawit, Tou, Sokha, Elias, Abdirahman, Björn"),
)

HERITAGES = (SPANISH, ENGLISH, CHINESE, VIETNAMESE, FILIPINO, INDIAN, KOREAN, ARMENIAN, PERSIAN, ELSEWHERE)
