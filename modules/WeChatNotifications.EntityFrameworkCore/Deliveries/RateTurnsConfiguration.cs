using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

internal sealed class RateTurnsConfiguration : IEntityTypeConfiguration<RateTurns>
{
    public void Configure(EntityTypeBuilder<RateTurns> turns)
    {
        turns.ToModuleTable("RateTurns");
        turns.HasKey(t => new { t.Scope, t.OwnerId });
    }
}
