namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary>What is in the public library: a few lines of business with what they usually send.</summary>
internal static class LibraryContents
{
    private const int OneTime = 2;
    private const int LongTerm = 3;

    private const int Retail = 307;
    private const int Catering = 321;
    private const int Express = 153;
    private const int Education = 227;
    private const int Hospital = 411;
    private const int Transport = 616;

    public static IReadOnlyList<LibraryCategory> Categories { get; } =
    [
        new(Retail, "服装/鞋/箱包"),
        new(Catering, "点餐平台"),
        new(Express, "查件"),
        new(Education, "在线教育"),
        new(Hospital, "公立医疗机构"),
        new(Transport, "公交"),
    ];

    public static IReadOnlyList<LibraryTitle> Titles { get; } = [.. RetailTitles, .. CateringTitles, .. ExpressTitles, .. EducationTitles, .. HospitalTitles, .. TransportTitles];

    private static LibraryTitle[] RetailTitles =>
    [
        new(1476, "订单支付成功通知", OneTime, Retail,
        [
            new(1, "订单编号", "2026052000123", "character_string"),
            new(2, "商品名称", "纯棉短袖衬衫", "thing"),
            new(3, "支付金额", "¥128.00", "amount"),
            new(4, "支付时间", "2026年5月20日 13:14", "time"),
            new(5, "收货地址", "杭州市西湖区文三路", "thing"),
            new(6, "温馨提示", "我们会尽快为您发货", "thing"),
        ]),
        new(855, "订单发货通知", OneTime, Retail,
        [
            new(1, "商品名称", "纯棉短袖衬衫", "thing"),
            new(2, "快递公司", "顺丰速运", "thing"),
            new(4, "快递单号", "SF1234567890123", "character_string"),
            new(7, "发货时间", "2026年5月21日 09:30", "time"),
            new(9, "收货人", "李雷", "name"),
            new(10, "联系电话", "0571-88886666", "phone_number"),
        ]),
        new(1754, "退款结果通知", OneTime, Retail,
        [
            new(1, "订单编号", "2026052000123", "character_string"),
            new(2, "退款金额", "¥128.00", "amount"),
            new(3, "退款状态", "退款成功", "phrase"),
            new(4, "退款时间", "2026年5月25日 16:00", "time"),
            new(5, "退款去向", "原路退回", "enum_string", "原路退回", "退至零钱", "退至银行卡"),
        ]),
        new(2308, "到货提醒", OneTime, Retail,
        [
            new(1, "商品名称", "纯棉短袖衬衫", "thing"),
            new(2, "商品价格", "¥128.00", "amount"),
            new(3, "库存数量", "36", "number"),
            new(4, "备注", "数量有限，先到先得", "thing"),
        ]),
    ];

    private static LibraryTitle[] CateringTitles =>
    [
        new(1199, "取餐提醒", OneTime, Catering,
        [
            new(1, "取餐码", "A108", "character_string"),
            new(2, "门店名称", "西湖文化广场店", "thing"),
            new(3, "餐品详情", "拿铁咖啡等2件", "thing"),
            new(4, "下单时间", "2026年5月20日 12:05", "time"),
            new(5, "取餐方式", "到店自取", "enum_string", "到店自取", "送至座位", "外卖配送"),
        ]),
        new(2450, "排队叫号通知", OneTime, Catering,
        [
            new(1, "排队号码", "B032", "character_string"),
            new(2, "前方等待", "3", "number"),
            new(3, "门店名称", "西湖文化广场店", "thing"),
            new(4, "当前状态", "即将叫号", "phrase"),
            new(5, "温馨提示", "过号需要重新取号", "thing"),
        ]),
    ];

    private static LibraryTitle[] ExpressTitles =>
    [
        new(3120, "快件签收通知", OneTime, Express,
        [
            new(1, "运单号", "SF1234567890123", "character_string"),
            new(2, "签收人", "李雷", "name"),
            new(3, "签收时间", "2026-05-22 10:20", "date"),
            new(4, "签收方式", "快递柜", "enum_string", "本人签收", "他人代收", "快递柜", "驿站"),
            new(5, "配送车牌", "浙A12345", "car_number"),
        ]),
        new(3121, "快件派送提醒", OneTime, Express,
        [
            new(1, "运单号", "SF1234567890123", "character_string"),
            new(2, "派件员", "韩梅梅", "name"),
            new(3, "派件员电话", "13800000000", "phone_number"),
            new(4, "预计送达", "2026-05-22 10:00~2026-05-22 12:00", "time"),
        ]),
    ];

    private static LibraryTitle[] EducationTitles =>
    [
        new(2106, "上课提醒", OneTime, Education,
        [
            new(1, "课程名称", "英语口语入门", "thing"),
            new(2, "上课时间", "2026年5月23日 19:00", "time"),
            new(3, "授课老师", "韩梅梅", "name"),
            new(4, "课程等级", "B", "letter"),
            new(5, "上课方式", "线上直播", "enum_string", "线上直播", "线下教室"),
        ]),
        new(2107, "作业批改通知", OneTime, Education,
        [
            new(1, "作业名称", "第三单元练习", "thing"),
            new(2, "得分", "92.5", "number"),
            new(3, "评语", "书写工整，继续加油", "thing"),
            new(4, "批改时间", "2026年5月24日 20:10", "time"),
        ]),
    ];

    private static LibraryTitle[] HospitalTitles =>
    [
        new(4012, "就诊提醒", LongTerm, Hospital,
        [
            new(1, "就诊人", "李雷", "name"),
            new(2, "就诊科室", "口腔科", "thing"),
            new(3, "就诊时间", "2026年5月26日 08:30~09:00", "time"),
            new(4, "就诊地点", "门诊楼三层", "thing"),
            new(5, "就诊状态", "待就诊", "enum_string", "待就诊", "已签到", "已过号"),
        ]),
        new(4013, "检查报告通知", LongTerm, Hospital,
        [
            new(1, "就诊人", "李雷", "name"),
            new(2, "检查项目", "血常规", "thing"),
            new(3, "报告时间", "2026年5月26日 15:00", "time"),
            new(4, "温馨提示", "请凭就诊卡到自助机打印", "thing"),
        ]),
    ];

    private static LibraryTitle[] TransportTitles =>
    [
        new(5001, "乘车扣费通知", LongTerm, Transport,
        [
            new(1, "乘车线路", "7路", "thing"),
            new(2, "乘车时间", "2026年5月20日 08:12", "time"),
            new(3, "扣费金额", "2.00元", "amount"),
            new(4, "车牌号码", "浙A12345", "car_number"),
            new(5, "支付状态", "扣费成功", "phrase"),
        ]),
        new(5002, "线路变更提醒", LongTerm, Transport,
        [
            new(1, "变更线路", "7路", "thing"),
            new(2, "生效日期", "2026年6月1日", "date"),
            new(3, "变更原因", "道路施工", "thing"),
        ]),
    ];
}
