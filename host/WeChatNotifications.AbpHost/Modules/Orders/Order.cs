using System.Globalization;
using Volo.Abp.Domain.Entities.Auditing;
using Volo.Abp.MultiTenancy;

namespace WeChatNotifications.AbpHost.Modules.Orders;

/// <summary>One order of one customer. It knows nothing of WeChat but the customer's openid: it says what happened.</summary>
public class Order : CreationAuditedAggregateRoot<Guid>, IMultiTenant
{
    public const int OpenIdLength = 128;
    public const int ProductLength = 200;
    public const int NumberLength = 32;

    protected Order()
    {
    }

    public Order(Guid id, Guid? tenantId, string openId, string product, decimal amount, DateTime now)
        : base(id)
    {
        TenantId = tenantId;
        Number = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + id.ToString("N")[^8..].ToUpperInvariant();
        (OpenId, Product, Amount) = (openId, product, amount);
    }

    public Guid? TenantId { get; protected set; }

    /// <summary>What customers and shop call it: the day and a random part.</summary>
    public string Number { get; protected set; } = "";

    public string OpenId { get; protected set; } = "";

    public string Product { get; protected set; } = "";

    /// <summary>In yuan.</summary>
    public decimal Amount { get; protected set; }

    public DateTime? PaidAt { get; protected set; }

    /// <summary>Notes the payment. Paying twice changes nothing.</summary>
    public void Pay(DateTime now)
    {
        if (PaidAt is null)
        {
            PaidAt = now;
            AddLocalEvent(new OrderPaid(Id, Number, OpenId, Product, Amount, now));
        }
    }
}

/// <summary>A customer has paid.</summary>
public sealed record OrderPaid(Guid OrderId, string OrderNo, string OpenId, string Product, decimal Amount, DateTime PaidAt);
